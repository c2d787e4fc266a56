"""The one place where the version stands: packaging, `--version` and every output read it."""

__version__ = "0.1.0"
