"""Ids are reason codes: each names one thing, and a criterion is in force only while its rule set is."""

from collections.abc import Mapping

from engine.load.document import Document
from engine.load.ledger import Ledger
from engine.load.walk import Path, criteria_of
from schemas.rule_set import Effective, RuleSet


def check_identity(rule_sets: Mapping[str, RuleSet], documents: Mapping[str, Document], ledger: Ledger) -> None:
    """Check that ids of criteria and limits, ids and titles of tracks are all different, and days lie within."""
    owners: dict[str, tuple[Document, Path]] = {}
    for name, rule_set in rule_sets.items():
        document = documents[name]
        codes = [(criterion.id, (*path, "id")) for _, criterion, path in criteria_of(rule_set)]
        codes.extend((limit.id, ("limits", index, "id")) for index, limit in enumerate(rule_set.limits))
        for code, path in codes:
            _claim(code, document, path, owners, ledger)
        _check_tracks(rule_set, document, ledger)
        _warn_of_emptiness(rule_set, document, ledger)
        for _, criterion, path in criteria_of(rule_set):
            _check_days(criterion.effective, rule_set.effective, document, (*path, "effective"), ledger)


def _claim(code: str, document: Document, path: Path, owners: dict[str, tuple[Document, Path]], ledger: Ledger) -> None:
    owner = owners.setdefault(code, (document, path))
    # two criteria in one place may be versions of one: engine.load.versions looks at their days
    if owner != (document, path) and (owner[0] is not document or owner[1][:-2] != path[:-2] or path[0] == "limits"):
        ledger.error(
            "E1113",
            f"准入条件的编号「{code}」重复",
            document,
            path,
            f"编号是原因代码，在所有规则集里各不相同；另一处在 {owner[0].place(owner[1])}",
        )


def _check_tracks(rule_set: RuleSet, document: Document, ledger: Ledger) -> None:
    seen: dict[str, int] = {}
    for number, track in enumerate(rule_set.tracks):
        for key, text in (("id", track.id), ("title", track.title)):
            if seen.setdefault(text, number) != number:
                ledger.error(
                    "E1114",
                    f"申报类型的 {key} 重复：「{text}」",
                    document,
                    ("tracks", number, key),
                    "每个申报类型的 id 和 title 各不相同，案卷才指得明确",
                )


def _warn_of_emptiness(rule_set: RuleSet, document: Document, ledger: Ledger) -> None:
    if rule_set.criteria:
        return
    empty = [("tracks", number) for number, track in enumerate(rule_set.tracks) if not track.criteria]
    for path in empty if rule_set.tracks else [("id",)]:
        ledger.warning("W1102", "没有任何准入条件，谁来对照都是符合", document, path, "补上准入条件")


def _check_days(part: Effective, whole: Effective, document: Document, path: Path, ledger: Ledger) -> None:
    if part.from_ is not None and whole.from_ is not None and part.from_ < whole.from_:
        ledger.error(
            "E1133",
            f"准入条件的生效起日 {part.from_} 早于规则集的 {whole.from_}",
            document,
            (*path, "from"),
            "改正日期；不写 from 即与规则集同日生效",
        )
    if part.to is not None and whole.to is not None and part.to > whole.to:
        ledger.error(
            "E1133",
            f"准入条件的生效止日 {part.to} 晚于规则集的 {whole.to}",
            document,
            (*path, "to"),
            "改正日期；不写 to 即与规则集同日失效",
        )
