"""What facts.yaml must hold true: names that can be written, ids of their own, derivations that can be computed."""

import re
from collections.abc import Callable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from unicodedata import normalize

from engine.load.cycles import cycles
from engine.load.document import Document
from engine.load.ledger import Ledger
from engine.load.tables import check_table
from engine.load.vocabulary import Vocabulary, fact_in_operand, facts_read, parameter_in_operand, split_year
from engine.load.walk import Operand, Path, Role, Rooted, operands_of, rows_of, rule_sets_met, walk
from schemas.condition import COMPOSITIONS, Condition
from schemas.fact import Derivation, Fact, FactType, OverMembers, OverYears

_NAME = re.compile(r"[^\s$@\[\](){}/.,:;#'\"*&!|>%`\\]+")
_RESERVED = (*COMPOSITIONS, "认定", "材料", "核实", "上级", "不全", "无")
_PER_YEAR = ("ratio", "sum", "difference", "product", "max", "min", "table")
"""The laws that compute a year's value from that year's parts; the others make one value of many."""


def check_names(facts: Mapping[str, Fact], origins: Mapping[str, Document], ledger: Ledger) -> None:
    """Names must survive the normalisation of profiles and the syntax around them; ids and names are all different."""
    by_id: dict[str, str] = {}
    for name, fact in facts.items():
        document = origins[name]
        if not _NAME.fullmatch(name) or normalize("NFKC", name) != name or name in _RESERVED:
            ledger.error(
                "E1105",
                f"字段名「{name}」不能用",
                document,
                (name,),
                "字段名不含空格、括号和标点，不用全角字母数字，也不用组合词和“认定”“材料”“核实”“上级”“不全”“无”",
                key=True,
            )
        other = by_id.setdefault(fact.id, name)
        if other != name:
            ledger.error(
                "E1112",
                f"字段「{name}」与「{other}」的 id 相同：{fact.id}",
                document,
                (name, "id"),
                f"每个字段的 id 各不相同；「{other}」写在 {origins[other].place((other, 'id'))}",
            )
        if fact.id in facts:
            ledger.error(
                "E1112", f"字段「{name}」的 id 就是另一个字段的名称：{fact.id}", document, (name, "id"), "换一个 id"
            )


def with_inherited_years(facts: Mapping[str, Fact]) -> dict[str, Fact]:
    """The facts, those derived from yearly facts marked yearly too, unless their law makes one value of many years."""
    graph = {
        name: [part for part, year in map(split_year, _parts(fact.derive)) if year is None]
        for name, fact in facts.items()
        if fact.derive is not None and fact.derive.law in _PER_YEAR
    }
    try:
        order = tuple(TopologicalSorter(graph).static_order())
    except CycleError:
        return dict(facts)
    yearly = {name for name, fact in facts.items() if fact.yearly}
    for name in order:
        if any(part in yearly for part in graph.get(name, ())):
            yearly.add(name)
    return {
        name: fact.model_copy(update={"yearly": True}) if name in yearly and not fact.yearly else fact
        for name, fact in facts.items()
    }


def check_derivations(facts: Mapping[str, Fact], origins: Mapping[str, Document], ledger: Ledger) -> None:
    """Every derivation names facts of the kind its law needs, and none rests on itself."""
    vocabulary = Vocabulary(facts, ledger)
    graph: dict[str, list[str]] = {}
    for name, fact in facts.items():
        if fact.dated_by is not None:
            _check_part(fact.dated_by, "date", (name, "dated_by"), origins[name], vocabulary, ledger)
        if fact.derive is None:
            continue
        path = (name, "derive", fact.derive.law)
        for part, wanted, below in _operands(fact.derive):
            _check_part(part, wanted, (*path, *below), origins[name], vocabulary, ledger)
        for condition, below, _ in _conditions(fact.derive):
            vocabulary.check(condition, origins[name], (*path, *below))
            vocabulary.refuse_judgement(condition, origins[name], (*path, *below))
            _check_closed(condition, origins[name], (*path, *below), ledger)
        if fact.derive.table is not None:
            check_table(fact.derive.table, facts, origins[name], path, ledger)
        graph[name] = [split_year(part)[0] for part in _parts(fact.derive)]
    for loop in cycles(graph):
        ledger.error(
            "E1135",
            f"派生字段循环定义：{' → '.join((*loop, loop[0]))}",
            origins[loop[0]],
            (loop[0], "derive"),
            "至少有一个字段须由申报单位填报，不再派生",
            key=True,
        )


def _check_closed(condition: Condition, document: Document, path: Path, ledger: Ledger) -> None:
    """A fact belongs to no rule set: its conditions name no parameters, and no rule set to be met."""
    for node, at in walk(condition, path):
        found = [(f"参数 {operand.value}", operand.path) for operand in operands_of(node, at) if _is_parameter(operand)]
        found += [(f" meets: {rule_set}", where) for rule_set, where in rule_sets_met(node, at)]
        for what, where in found:
            ledger.error(
                "E1148",
                f"派生字段里不能用{what}",
                document,
                where,
                "字段不属于任何规则集；写出数，或把这一条写进规则集",
            )


def _is_parameter(operand: Operand) -> bool:
    return parameter_in_operand(operand.value) is not None


_KINDS: dict[str, tuple[str, Callable[[Fact], bool]]] = {
    "number": ("数值类字段", lambda fact: fact.type.is_numeric),
    "yearly": ("按年度填报的数值类字段", lambda fact: fact.type.is_numeric and fact.yearly),
    "date": ("日期字段（date）", lambda fact: fact.type is FactType.DATE),
    "list": ("列表字段（list）", lambda fact: fact.type is FactType.LIST),
    "countable": ("列表或日期列表字段", lambda fact: fact.type in (FactType.LIST, FactType.DATES)),
}
"""What a law needs of a part: in words, and as a test."""


def _check_part(part: str, wanted: str, path: Path, document: Document, vocabulary: Vocabulary, ledger: Ledger) -> None:
    fact = vocabulary.find(part, document, path)
    words, fits = _KINDS[wanted]
    if fact is not None and not fits(fact):
        ledger.error("E1132", f"「{part}」不是{words}，不能用在这里", document, path, f"换成{words}，或改用别的算法")


def _operands(derive: Derivation) -> Iterator[tuple[str, str, Path]]:
    """The facts that a law names, what it needs of each, and where they stand below the law."""
    law, operand = derive.law, derive.operand
    if isinstance(operand, OverYears):
        yield operand.of, "yearly", ("of",)
    elif isinstance(operand, OverMembers):
        yield operand.in_, "countable" if law == "count" else "list", ("in",)
        if operand.of is not None:
            yield operand.of, "number", ("of",)
    elif isinstance(operand, str):
        yield operand, "date", ()
    elif law != "table":
        for index, part in enumerate(operand):
            yield part, "number", (index,)
    else:
        for index, row in enumerate(operand):
            for key, value in (("value", row.value), ("otherwise", row.otherwise)):
                named = fact_in_operand(value)
                if named is not None:
                    yield named, "number", (index, key)


def _conditions(derive: Derivation) -> Iterator[Rooted]:
    """The conditions within a law."""
    if isinstance(derive.operand, OverMembers) and derive.operand.where is not None:
        yield Rooted(derive.operand.where, ("where",), Role.WHEN)
    yield from rows_of(derive.table or (), ())


def _parts(derive: Derivation) -> Iterator[str]:
    """Every fact that a derivation reads."""
    yield from (part for part, _, _ in _operands(derive))
    for condition, _, _ in _conditions(derive):
        yield from facts_read(condition)
