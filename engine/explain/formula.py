"""How derived facts are computed, in words, for `rules show`: `研发投入强度 = 研发投入 ÷ 年销售收入`."""

from engine.explain.rule_text import rule_sentence, table_lines
from engine.explain.vocabulary import FactBook
from schemas.fact import Derivation, Fact, OverMembers

_SIGNS = {"ratio": " ÷ ", "sum": " + ", "difference": " − ", "product": " × "}


def formula_text(fact: Fact, derive: Derivation, book: FactBook) -> str:
    """The formula of a derived fact."""
    operand = derive.operand
    match derive.law:
        case "ratio" | "sum" | "difference" | "product" as law:
            return _SIGNS[law].join(operand) + (f"，以 {fact.unit} 计" if fact.unit and law == "ratio" else "")
        case "max" | "min" as law:
            return f"{'、'.join(operand)} 中最{'大' if law == 'max' else '小'}的"
        case "average":
            return f"{operand.of} 近 {operand.years} 年的平均"
        case "growth":
            return f"{operand.of} 基准年度比 {operand.years - 1} 年前增长的百分比"
        case "years_since":
            return f"{operand} 到基准日的年数"
        case "count":
            return f"{_members(operand, book)}的个数"
        case "total":
            return f"{_members(operand, book)}的 {operand.of} 合计"
        case "share":
            return f"{_members(operand, book)}的{f' {operand.of} ' if operand.of else '个数'}占全部的百分比"
        case _:
            return "按第一个成立的一行：\n" + "\n".join(table_lines(operand, fact.unit, book))


def _members(over: OverMembers, book: FactBook) -> str:
    where = "" if over.where is None else f"中 {rule_sentence(over.where, book)} "
    return f"{over.in_} {where}"
