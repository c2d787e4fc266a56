"""Plain data → YAML text and back, by libyaml, for speed."""

from typing import Any

import yaml


class Plain(yaml.CSafeDumper):
    """Writes everything out, without aliases."""

    def ignore_aliases(self, data: object) -> bool:
        """No value is written as a reference to an equal one."""
        del data
        return True


def as_yaml(values: dict[str, Any]) -> str:
    """The text of plain data, keys in their order."""
    return yaml.dump(values, Dumper=Plain, allow_unicode=True, sort_keys=False, width=1000)


def load_yaml(text: str) -> Any:
    """`yaml.safe_load`, by libyaml."""
    return yaml.load(text, yaml.CSafeLoader)
