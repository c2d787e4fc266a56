"""What rule sets name: facts, sources, parameters, other rule sets. All are known, and none leads in a circle."""

from collections.abc import Iterator, Mapping

from engine.load.cycles import cycles
from engine.load.document import Document
from engine.load.ledger import Ledger, Named
from engine.load.names import suggestion
from engine.load.tables import check_table
from engine.load.vocabulary import Vocabulary, parameter_in_operand
from engine.load.walk import Operand, Path, Role, conditions_of, criteria_of, operands_of, rule_sets_met, walk
from schemas.fact import Fact
from schemas.rule_set import Basis, RuleSet
from schemas.source import Source


def check_references(
    rule_sets: Mapping[str, RuleSet],
    documents: Mapping[str, Document],
    facts: Mapping[str, Fact],
    sources: Mapping[str, Source],
    ledger: Ledger,
) -> None:
    """Check every name in every rule set that does not depend on a date."""
    vocabulary = Vocabulary(facts, ledger)
    for rule_set_id, rule_set in rule_sets.items():
        document = documents[rule_set_id]
        for condition, path, role in conditions_of(rule_set):
            vocabulary.check(condition, document, path)
            if role is Role.WHEN:
                vocabulary.refuse_judgement(condition, document, path)
        for name, parameter in rule_set.parameters.items():
            for index, value in enumerate(parameter.values):
                at = ("parameters", name, "values", index, "table")
                if value.table is not None:
                    vocabulary.check_values(value.table, document, at)
                    check_table(value.table, facts, document, at, ledger)
        for index, limit in enumerate(rule_set.limits):
            vocabulary.find(limit.per, document, ("limits", index, "per"))
        for basis, path in bases_of(rule_set):
            _check_source(basis, sources, document, path, ledger)
        _check_parameters(rule_set, document, ledger)
    _check_rule_sets(rule_sets, documents, ledger)


def check_fact_sources(
    facts: Mapping[str, Fact], origins: Mapping[str, Document], sources: Mapping[str, Source], ledger: Ledger
) -> None:
    """The numbers of a derivation rest on a document, too; those of a table that names none are told."""
    for name, fact in facts.items():
        if fact.basis is not None:
            _check_source(fact.basis, sources, origins[name], (name, "basis"), ledger)
        elif fact.derive is not None and fact.derive.table is not None:
            ledger.warning(
                "W1104",
                f"派生字段「{name}」的表没有写依据，读的人不知道这些数从哪里来",
                origins[name],
                (name, "derive"),
                "写上 basis: {source: 来源文件, clause: 条款}",
                key=True,
            )


def bases_of(rule_set: RuleSet) -> Iterator[tuple[Basis, Path]]:
    """Every basis that a rule set rests on, and where it is written."""
    if rule_set.basis is not None:
        yield rule_set.basis, ("basis",)
    for name, parameter in rule_set.parameters.items():
        for index, value in enumerate(parameter.values):
            yield value.basis, ("parameters", name, "values", index, "basis")
    for _, criterion, path in criteria_of(rule_set):
        yield criterion.basis, (*path, "basis")
    for index, limit in enumerate(rule_set.limits):
        yield limit.basis, ("limits", index, "basis")


def _check_source(basis: Basis, sources: Mapping[str, Source], document: Document, path: Path, ledger: Ledger) -> None:
    if basis.source not in sources and not ledger.doubts(Named.SOURCE, basis.source):
        ledger.error(
            "E1122",
            f"没有来源文件「{basis.source}」",
            document,
            (*path, "source"),
            suggestion(basis.source, sources) or "先在 sources.yaml 里登记这份文件",
        )


def _check_parameters(rule_set: RuleSet, document: Document, ledger: Ledger) -> None:
    used = set()
    for operand in _operands(rule_set):
        name = parameter_in_operand(operand.value)
        if name is None:
            continue
        used.add(name)
        if name not in rule_set.parameters:
            ledger.error(
                "E1123",
                f"没有参数「{name}」",
                document,
                operand.path,
                suggestion(name, rule_set.parameters) or "先在本规则集的 parameters 里声明这个参数",
            )
    _check_circles(rule_set, document, ledger)
    for name in rule_set.parameters:
        if name not in used:
            ledger.warning(
                "W1101",
                f"参数「{name}」没有条件用到",
                document,
                ("parameters", name),
                "删去它，或检查条件里的参数名",
                key=True,
            )


def _check_circles(rule_set: RuleSet, document: Document, ledger: Ledger) -> None:
    """A table may be tiered by what another parameter says, never by itself."""
    graph: dict[str, list[str]] = {name: [] for name in rule_set.parameters}
    for condition, path, _ in conditions_of(rule_set):
        if path[0] != "parameters":
            continue
        for node, at in walk(condition, path):
            named = [parameter_in_operand(operand.value) for operand in operands_of(node, at)]
            graph[str(path[1])] += [name for name in named if name is not None]
    for loop in cycles(graph):
        ledger.error(
            "E1127",
            f"参数的表互相引用成环：{' → '.join((*loop, loop[0]))}",
            document,
            ("parameters", loop[0]),
            "分档的条件里写出数，不引用由它自己决定的参数",
            key=True,
        )


def _operands(rule_set: RuleSet) -> Iterator[Operand]:
    """Every operand, in conditions and limits."""
    for condition, path, _ in conditions_of(rule_set):
        for node, at in walk(condition, path):
            yield from operands_of(node, at)
    for index, limit in enumerate(rule_set.limits):
        yield Operand("at_most", limit.at_most, ("limits", index, "at_most"))


def _check_rule_sets(rule_sets: Mapping[str, RuleSet], documents: Mapping[str, Document], ledger: Ledger) -> None:
    """Rule sets named by `meets` and as benchmarks exist, and `meets` never leads back to where it started."""
    graph: dict[str, dict[str, Path]] = {}
    for name, rule_set in rule_sets.items():
        met: dict[str, Path] = {}
        named: list[tuple[str, Path]] = [
            (benchmark, ("benchmarks", index)) for index, benchmark in enumerate(rule_set.benchmarks)
        ]
        for condition, path, _ in conditions_of(rule_set):
            for node, at in walk(condition, path):
                for other, where in rule_sets_met(node, at):
                    met.setdefault(other, where)
                    named.append((other, where))
        for other, where in named:
            if other not in rule_sets and not ledger.doubts(Named.RULE_SET, other):
                ledger.error(
                    "E1124",
                    f"没有规则集「{other}」",
                    documents[name],
                    where,
                    suggestion(other, rule_sets) or "检查规则集的 id；别处的规则用 --rules 加入",
                )
        graph[name] = met
    for loop in cycles(graph):
        following = (*loop[1:], loop[0])
        ledger.error(
            "E1136",
            f"规则集互相引用成环：{' → '.join((*loop, loop[0]))}",
            documents[loop[0]],
            graph[loop[0]][following[0]],
            "去掉其中一处 meets",
        )
