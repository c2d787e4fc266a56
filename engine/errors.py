"""Every exception that leaves the engine, and what it means for whoever called.

ZhunruError
├── InputError            something that a person wrote is wrong: diagnostics, exit 2
├── ExecutorUnavailable   the executor asked for cannot run here: exit 2
│   └── Beyond            these rules or numbers do not fit into it, and no other is there
└── InternalFault         our own fault, never a verdict: exit 70

Other Python exceptions that escape are internal faults too.
"""

from collections.abc import Iterable

from schemas.diagnostic import Diagnostic, Place


class ZhunruError(Exception):
    """Anything the engine raises on purpose."""


class InputError(ZhunruError):
    """What a person wrote (rules, profile, options) cannot be used; carries every problem, sorted by place."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(sorted(set(diagnostics), key=lambda diagnostic: diagnostic.order))
        super().__init__("\n".join(f"{item.place or ''} {item.code} {item.message}" for item in self.diagnostics))

    @classmethod
    def one(cls, code: str, message: str, *, place: Place | None = None, remedy: str | None = None) -> "InputError":
        """An error with a single diagnostic."""
        return cls([Diagnostic(code=code, message=message, place=place, remedy=remedy)])


class ExecutorUnavailable(ZhunruError):
    """The executor asked for cannot run on this machine."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        self.diagnostic = diagnostic
        super().__init__(f"{diagnostic.code} {diagnostic.message}")


class Beyond(ExecutorUnavailable):
    """What the columnar executor cannot hold: whoever asked takes the inference executor, if there is one."""

    @classmethod
    def because(cls, reason: str) -> "Beyond":
        """The refusal, with its reason for whoever maintains the program."""
        found = cls(
            Diagnostic(
                code="E6092",
                message="列式执行器装不下这次的数：有的数连同算式超过 38 位，或合计的各项分母不同",
                remedy="装有 durable-rules 的机器会自动改用推理执行器；请在那样的机器上运行",
            )
        )
        found.add_note(reason)
        return found


class InternalFault(ZhunruError):
    """The engine contradicted itself; nothing it said may be used."""

    code = "E9001"
