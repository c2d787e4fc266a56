"""The command line's own words: help pages and usage errors in Chinese, and every failure as a diagnostic.

Typer's texts are English and only partly translatable, so its commands are told here what to say: `Group` and
`Command` lay out their help with `Page` and turn what Typer raises into diagnostics with a code.
"""

import sys
from collections.abc import Callable, Sequence
from functools import partial
from io import TextIOWrapper
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Any, NoReturn

import typer
from typer.core import TyperCommand, TyperGroup

from engine.report.page import Page, Span

if TYPE_CHECKING:
    from schemas.diagnostic import Diagnostic

USAGE, FAULT, INTERRUPTED = 2, 70, 130
WIDEST = 100
_COLUMN = 22

_OWN_HELP = {
    "--help": "显示这一页",
    "--install-completion": "为当前的命令行程序（shell）安装自动补全",
    "--show-completion": "显示自动补全的脚本，供查看或自行安装",
}


def page_width(widest: int = WIDEST) -> int:
    """How wide a page may be: the terminal, but no wider than is good to read."""
    return min(get_terminal_size((80, 24)).columns, widest)


def complain(diagnostics: "Sequence[Diagnostic]") -> None:
    """Write diagnostics to standard error; nothing, where there are none."""
    from engine.report.diagnostic_text import diagnostics_text

    if diagnostics:
        typer.echo(diagnostics_text(diagnostics), err=True)


def note(text: str) -> None:
    """Tell something on standard error."""
    typer.echo(f"zhunru: {text}", err=True)


class _InChinese:
    """What commands and groups share: how their help looks."""

    def get_params(self, ctx: Any) -> list[Any]:
        """The parameters, those that Typer adds with Chinese help."""
        params: list[Any] = super().get_params(ctx)  # type: ignore[misc]  # mixed into Typer's commands
        for param in params:
            name = next((name for name in param.opts if name in _OWN_HELP), "")
            if name and param.help != _OWN_HELP[name]:
                param.help = _OWN_HELP[name]
                param.callback = _COMPLETION.get(name, _unchanged)(param.callback)
        return params

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Lay the help out: usage, what it does, arguments, options, commands, examples."""
        page = Page(page_width())
        page.text(f"用法：{_usage(self, ctx)}", hang=6)
        page.blank()
        for paragraph in (self.help or "").split("\n\n"):  # type: ignore[attr-defined]
            page.text(paragraph)
        params = [param for param in self.get_params(ctx) if not getattr(param, "hidden", False)]
        _section(page, "参数", [(_name(one), one.help) for one in params if one.param_type_name == "argument"])
        _section(page, "选项", [(_name(one), one.help) for one in params if one.param_type_name == "option"])
        if isinstance(self, TyperGroup):
            found = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
            _section(
                page,
                "命令",
                [(name, command.short_help or command.help) for name, command in found if command is not None],
            )
        page.blank()
        for line in (self.epilog or "").split("\n"):  # type: ignore[attr-defined]
            page.text(line, indent=2 if line.startswith(" ") else 0, hang=4 if line.startswith(" ") else 0)
        formatter.write(page.plain())


class Command(_InChinese, TyperCommand):
    """A command that speaks Chinese."""

    allow_extra_args = True

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Refuse what is left over in words of our own."""
        rest = super().parse_args(ctx, args)
        if rest and not ctx.resilient_parsing:
            refuse("E3001", f"多出了参数{'、'.join(f'「{one}」' for one in rest)}", _see_help(ctx))
        return rest


class Group(_InChinese, TyperGroup):
    """A group of commands that speaks Chinese; the outermost one turns every failure into an exit code."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command, or say which ones are near."""
        name = args[0]
        if self.get_command(ctx, name) is None and not name.startswith("-") and not ctx.resilient_parsing:
            names = self.list_commands(ctx)
            refuse("E3002", f"没有命令「{name}」", nearest_of(name, names) or f"可用的命令：{'、'.join(names)}")
        return super().resolve_command(ctx, args)

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        **extra: Any,
    ) -> Any:
        """Run a command line; in standalone mode leave with its exit code."""
        run = partial(super().main, args, prog_name, complete_var, False, windows_expand_args, **extra)
        if not standalone_mode:
            return run()
        _speak_chinese()
        sys.exit(_exit_code(run, sys.argv[1:] if args is None else args))


def _speak_chinese() -> None:
    """Write UTF-8 where the locale's encoding has no Chinese, and never fail on a single odd character."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            try:
                "准入".encode(stream.encoding)
            except UnicodeEncodeError:
                stream.reconfigure(encoding="utf-8")
            stream.reconfigure(errors="replace")


def _exit_code(run: Callable[[], Any], arguments: Sequence[str]) -> int:
    """Run a command line and tell what went wrong; the exit code that follows."""
    try:
        code = run()
    except typer.TyperException as error:
        if type(error).__name__ == "NoArgsIsHelpError":
            typer.echo(error.message, err=True)
        else:
            complain([_usage_problem(error)])
        return USAGE
    except Exception as error:  # noqa: BLE001  # the last resort: told, kept in a file, never shown as a verdict
        return _failure(error, arguments)
    if code == INTERRUPTED:
        typer.echo("zhunru: 已中断，没有得出结论", err=True)
    return code if isinstance(code, int) else 0


def _failure(error: Exception, arguments: Sequence[str]) -> int:
    """Tell of a failure of the engine: a person's mistake, or our own fault."""
    from engine.errors import ExecutorUnavailable, InputError

    match error:
        case InputError():
            complain(error.diagnostics)
        case ExecutorUnavailable():
            complain([error.diagnostic])
        case _:
            from engine.report.fault import fault_diagnostic

            complain([fault_diagnostic(error, ["zhunru", *arguments])])
            return FAULT
    return USAGE


def refuse(code: str, message: str, remedy: str | None) -> NoReturn:
    """Stop over something that was written wrong on the command line."""
    from engine.errors import InputError

    raise InputError.one(code, message, remedy=remedy)


def nearest_of(word: str, known: Sequence[str]) -> str | None:
    """The remedy that names what may have been meant."""
    from engine.load.names import suggestion

    return suggestion(word, known)


def _usage(command: Any, ctx: Any) -> str:
    pieces = [ctx.command_path, "[选项]"]
    pieces += [_name(one) for one in command.get_params(ctx) if one.param_type_name == "argument"]
    return " ".join([*pieces, *(["命令"] if isinstance(command, TyperGroup) else [])])


def _name(param: Any) -> str:
    """How a parameter is written: its names, and what stands for its value."""
    if param.param_type_name == "argument":
        return str(param.metavar or param.name)
    names = ", ".join(sorted(param.opts, key=len, reverse=True))
    return names if param.is_flag or not param.metavar else f"{names} {param.metavar}"


def _section(page: Page, title: str, entries: Sequence[tuple[str, str | None]]) -> None:
    if not entries:
        return
    page.blank()
    page.text(title)
    for name, text in entries:
        page.labelled(Span(name), text or "", indent=2, hang=_COLUMN)


def _see_help(ctx: Any) -> str:
    return "用法见 zhunru --help" if ctx is None else f"用法见 {ctx.command_path} --help"


def _usage_problem(error: typer.TyperException) -> "Diagnostic":
    """What Typer refused, in our words. Its classes are private, so they are told by their names and attributes."""
    from schemas.diagnostic import Diagnostic

    ctx, param = getattr(error, "ctx", None), getattr(error, "param", None)
    option = getattr(error, "option_name", "")
    remedy = _see_help(ctx)
    match type(error).__name__:
        case "MissingParameter" if param is not None:
            message = f"缺少参数「{_name(param)}」"
        case "NoSuchOption":
            known = [name for one in ctx.command.get_params(ctx) for name in one.opts] if ctx is not None else []
            return Diagnostic(code="E3002", message=f"没有选项「{option}」", remedy=nearest_of(option, known) or remedy)
        case "BadOptionUsage":
            flag = "does not take" in error.message
            message = f"选项「{option}」{'不带取值' if flag else '后面缺少取值'}"
        case _:
            message = f"命令写得不对：{error.message}"
    return Diagnostic(code="E3001", message=message, remedy=remedy)


# --- completion -------------------------------------------------------------------------------------------------


def _completed(original: Callable[..., Any], *arguments: Any) -> str:
    """Let Typer write or install the completion script, and give back what it printed."""
    from contextlib import redirect_stderr, redirect_stdout
    from io import StringIO

    printed = StringIO()
    try:
        with redirect_stdout(printed), redirect_stderr(StringIO()):
            original(*arguments)
    except SystemExit:
        return printed.getvalue()
    except (typer.Exit, typer.Abort):
        pass
    refuse(
        "E3016",
        "认不出当前的命令行程序（shell），没有自动补全可用",
        "自动补全支持 bash、zsh、fish 和 PowerShell；请在其中之一里运行",
    )


def _installing(original: Callable[..., Any]) -> Callable[..., Any]:
    def install(ctx: Any, param: Any, value: Any) -> Any:
        if value and not ctx.resilient_parsing:
            path = _completed(original, ctx, param, value).partition(" in ")[2].split("\n")[0]
            typer.echo(f"已安装自动补全：{path}，重新打开终端后生效")
            raise typer.Exit
        return value

    return install


def _showing(original: Callable[..., Any]) -> Callable[..., Any]:
    def show(ctx: Any, param: Any, value: Any) -> Any:
        if value and not ctx.resilient_parsing:
            typer.echo(_completed(original, ctx, param, value), nl=False)
            raise typer.Exit
        return value

    return show


def _unchanged(original: Callable[..., Any]) -> Callable[..., Any]:
    return original


_COMPLETION: dict[str, Callable[[Callable[..., Any]], Callable[..., Any]]] = {
    "--install-completion": _installing,
    "--show-completion": _showing,
}
