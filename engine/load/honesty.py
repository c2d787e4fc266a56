"""Promises about sources: an official rule set rests on the scheme's own texts and says what of them nobody read.

Another scheme's standard is a benchmark, and no official rule set is one.
"""

from collections.abc import Iterator, Mapping

from engine.load.document import Document
from engine.load.ledger import Ledger
from engine.load.references import bases_of
from engine.load.vocabulary import derived_facts
from engine.load.walk import Path
from schemas.condition import AllOf, Condition, NotObtained
from schemas.fact import Fact
from schemas.rule_set import Criterion, Effective, Force, Kind, RuleSet
from schemas.source import OFFICIAL_LEVELS, Source

_LEVELS = {"third_party": "第三方转述", "analogue": "其他方案的文件"}


def check_honesty(
    rule_sets: Mapping[str, RuleSet],
    documents: Mapping[str, Document],
    facts: Mapping[str, Fact],
    origins: Mapping[str, Document],
    sources: Mapping[str, Source],
    ledger: Ledger,
) -> None:
    """Check every official rule set; reference ones are shown apart and promise nothing."""
    for name, rule_set in rule_sets.items():
        _check_benchmarks(rule_set, rule_sets, documents[name], ledger)
        if rule_set.kind is not Kind.OFFICIAL:
            continue
        document = documents[name]
        for basis, path in bases_of(rule_set):
            _check_level(sources.get(basis.source), f"正式规则集不能以「{basis.source}」为依据", document, path, ledger)
        for fact in derived_facts(rule_set, facts.get):
            if fact.basis is not None:
                said = f"正式规则集「{name}」用到的「{fact.name}」不能以「{fact.basis.source}」为依据"
                _check_level(sources.get(fact.basis.source), said, origins[fact.name], (fact.name, "basis"), ledger)
        if not rule_set.complete and not _always_open(rule_set):
            ledger.error(
                "E1137",
                "正式规则集既没有写 complete: true，也没有说明哪一部分文本未取得",
                document,
                ("kind",),
                "读过全文的写 complete: true 和 basis；否则加一条必备的、没有 when 的条件，require 写 not_obtained，"
                "有申报类型的，写在规则集上或每个类型下",
            )


def _check_level(source: Source | None, said: str, document: Document, path: Path, ledger: Ledger) -> None:
    if source is not None and source.level not in OFFICIAL_LEVELS:
        ledger.error(
            "E1138",
            f"{said}：它是{_LEVELS[source.level]}（{source.level}）",
            document,
            (*path, "source"),
            "换成本方案的原文、答复或转载件；借鉴的数额写进 kind: reference 的规则集",
        )


def _check_benchmarks(rule_set: RuleSet, rule_sets: Mapping[str, RuleSet], document: Document, ledger: Ledger) -> None:
    """A benchmark is another scheme's standard, shown apart: an official rule set is none."""
    for index, name in enumerate(rule_set.benchmarks):
        found = rule_sets.get(name)
        if found is not None and found.kind is not Kind.REFERENCE:
            ledger.error(
                "E1139",
                f"「{name}」是正式规则集，不能用作对标参考",
                document,
                ("benchmarks", index),
                "benchmarks 里只写 kind: reference 的规则集；名单成员须符合的规则集用 meets",
            )


def _always_open(rule_set: RuleSet) -> bool:
    """Whether every track holds a criterion that can never be met."""
    if any(_never_met(criterion, rule_set.effective) for criterion in rule_set.criteria):
        return True
    return bool(rule_set.tracks) and all(
        any(_never_met(criterion, rule_set.effective) for criterion in track.criteria) for track in rule_set.tracks
    )


def _never_met(criterion: Criterion, whole: Effective) -> bool:
    """Whether a criterion is required of everybody, on every day of the rule set, and rests on an unread text."""
    return (
        criterion.force is Force.REQUIRED
        and criterion.when is None
        and not _starts_later(criterion.effective, whole)
        and not _ends_earlier(criterion.effective, whole)
        and any(isinstance(part, NotObtained) for part in _conjuncts(criterion.require))
    )


def _conjuncts(condition: Condition) -> Iterator[Condition]:
    """What must hold whatever else does: the condition, and the parts of `all`."""
    waiting = [condition]
    while waiting:
        part = waiting.pop()
        yield part
        if isinstance(part, AllOf):
            waiting.extend(part.children)


def _starts_later(part: Effective, whole: Effective) -> bool:
    return part.from_ is not None and (whole.from_ is None or part.from_ > whole.from_)


def _ends_earlier(part: Effective, whole: Effective) -> bool:
    return part.to is not None and (whole.to is None or part.to < whole.to)
