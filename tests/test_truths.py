"""What Arrow makes of expressions over truths is what the database makes of them, NULL among them."""

from collections.abc import Sequence
from itertools import product
from typing import Any

import ibis
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from engine.batch.columns_in.table import Records
from engine.executors.columnar.board import Board, reference
from engine.executors.columnar.cells import KEY
from engine.executors.columnar.frame import Frame
from engine.executors.columnar.interval import Expr
from engine.executors.columnar.truths import Truths

TRUTHS, SMALL = ("a", "b", "c"), "few"
ROWS = list(product((True, False, None), (True, False, None), (True, False, None), (0, 2, None)))


def numbers(truth: st.SearchStrategy[Expr]) -> st.SearchStrategy[Expr]:
    """Small numbers as the program has them: counts, ranks, places."""
    plain = st.sampled_from((reference(SMALL, "int64"), ibis.literal(1), ibis.literal(5)))
    counted = st.builds(lambda one: ibis.ifelse(one, 1, 0), truth)
    chosen = st.builds(lambda one, other: ibis.cases((one, 3), (other, 1), else_=ibis.null("int8")), truth, truth)
    leaf = st.one_of(plain, counted, chosen)
    return st.one_of(
        leaf,
        st.builds(lambda one, other: one + other * 4, leaf, leaf),
        st.builds(lambda one, other: ibis.least(one.fill_null(7), other.fill_null(2)) % 4, leaf, leaf),
        st.builds(ibis.coalesce, leaf, leaf),
    )


def further(truth: st.SearchStrategy[Expr]) -> st.SearchStrategy[Expr]:
    number = numbers(truth)
    return st.one_of(
        st.builds(lambda one, other: one & other, truth, truth),
        st.builds(lambda one, other: one | other, truth, truth),
        st.builds(lambda one: ~one, truth),
        st.builds(lambda one: one.isnull(), truth),
        st.builds(lambda one, value: one.fill_null(value), truth, st.booleans()),
        st.builds(ibis.coalesce, truth, truth),
        st.builds(lambda one, value: one == ibis.literal(value), truth, st.booleans()),
        st.builds(lambda one: one.isin([True]), truth),
        st.builds(lambda one, other: one != other, number, number),
        st.builds(lambda one, other: one < other, number, number),
        st.builds(lambda one, other: one >= other, number, number),
        st.builds(lambda one: one.isin([0, 3, 4]), number),
        st.builds(ibis.ifelse, truth, truth, truth),
        st.builds(lambda one, then: ibis.cases((one, True), (then, False), else_=ibis.null(bool)), truth, truth),
    )


LEAVES = st.sampled_from(
    (*(reference(name, "boolean") for name in TRUTHS), ibis.literal(True), ibis.literal(False), ibis.null(bool))
)
EXPRESSIONS = st.recursive(LEAVES, further, max_leaves=12)


def both(expressions: Sequence[Expr]) -> tuple[dict[str, list[Any]], dict[str, list[Any]]]:
    """What the expressions come to: worked out by Arrow, layer upon layer, and by the database."""
    columns = [pa.array(values) for values in zip(*ROWS, strict=True)]
    table = pa.table(dict(zip((*TRUTHS, SMALL), columns, strict=True))).append_column(KEY, pa.arange(0, len(ROWS)))
    board = Board()
    try:
        frame = Frame(board, Records(table, {}, {}))
        kept = [frame.keep(one) for one in expressions]
        named = {str(number): kept[number] & one.fill_null(True) for number, one in enumerate(kept[::-1])}
        truths = Truths(frame, named, (SMALL,))
        assert set(truths.needed) <= {*TRUTHS, SMALL}
        ours = truths.of(table)
        theirs = frame.rows(named)
        return (
            {name: one.to_pylist() for name, one in ours.items()},
            {name: theirs[name].to_pylist() for name in named},
        )
    finally:
        board.close()


@given(st.lists(EXPRESSIONS, min_size=1, max_size=4))
def test_arrow_says_what_the_database_says(expressions: list[Expr]) -> None:
    ours, theirs = both(expressions)
    assert ours == theirs


@given(st.lists(numbers(EXPRESSIONS), min_size=1, max_size=4))
def test_and_so_it_is_with_small_numbers(expressions: list[Expr]) -> None:
    ours, theirs = both([one.fill_null(9) >= 3 for one in expressions])
    assert ours == theirs
