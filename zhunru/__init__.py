"""The launcher: starts the command line from an installed copy or from a checkout."""

import gc
import os
import sys
from pathlib import Path


def main() -> None:
    """Run `zhunru`. Installed, the rooms lie beside this file; in a checkout, one folder up."""
    home = Path(__file__).resolve().parent
    sys.path.insert(0, str(home if (home / "cli.py").exists() else home.parent))
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # nobody's plugin has a say in a verdict
    gc.set_threshold(100_000)  # collecting while modules load costs more than it frees
    from cli import app

    app(prog_name="zhunru")
