"""Side by side: every passage of either version has its row, and only what changed is marked."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reader.domain.comparison import Change, Comparison, Row, compare

OLD = (
    "Gold on the river",
    "Dredges reached the upper river in the spring.",
    "Fuel came by night in barrels, and nobody asked.",
    "The mayor promised patrols to the whole valley.",
    "By the end of the year the river ran brown.",
)


def changes(comparison: Comparison) -> list[tuple[str, int | None, int | None]]:
    return [
        (str(row.change), row.old, row.new)
        for row in comparison.rows
        if row.change is not Change.SAME
    ]


def test_equal_versions_have_nothing_but_equal_rows() -> None:
    comparison = compare(OLD, OLD)
    assert comparison.rows == tuple(Row(Change.SAME, at, at) for at in range(5))
    assert comparison.changes == ()


def test_the_words_that_went_and_came_are_named_by_their_spans() -> None:
    new = [*OLD[:2], "Fuel came by boat in barrels, and nobody ever asked.", *OLD[3:]]
    comparison = compare(OLD, new)
    assert changes(comparison) == [("changed", 2, 2)]
    (row,) = [row for row in comparison.rows if row.change is Change.CHANGED]
    assert [OLD[2][start:end] for start, end in row.removed] == ["night"]
    assert [new[2][start:end] for start, end in row.added] == ["boat", "ever"]
    assert comparison.changes == (2,)


def test_passages_that_came_and_went_stand_alone() -> None:
    new = [*OLD[:1], "A wholly different opening line.", *OLD[1:3], *OLD[4:]]
    comparison = compare(OLD, new)
    assert changes(comparison) == [("added", None, 1), ("removed", 3, None)]
    assert comparison.counts[Change.ADDED] == comparison.counts[Change.REMOVED] == 1


def test_a_passage_that_moved_is_shown_at_both_its_places() -> None:
    new = [OLD[0], OLD[3], OLD[1], OLD[2], OLD[4]]
    comparison = compare(OLD, new)
    assert changes(comparison) == [("moved", None, 1), ("moved", 3, None)]
    assert [row.counterpart for row in comparison.rows if row.change is Change.MOVED] == [3, 1]
    assert comparison.counts[Change.MOVED] == 1


def test_a_wholly_other_text_is_all_that_went_and_all_that_came() -> None:
    comparison = compare(OLD, ["Nothing here resembles it."])
    assert comparison.counts[Change.REMOVED] == 5
    assert comparison.counts[Change.ADDED] == 1


passages = st.lists(
    st.one_of(st.sampled_from([*OLD, "12", ""]), st.text("ab .", max_size=40)), max_size=12
)


@given(old=passages, new=passages)
def test_every_passage_of_either_side_stands_in_one_row_and_in_order(
    old: list[str], new: list[str]
) -> None:
    rows = compare(old or [""], new or [""]).rows
    assert [row.old for row in rows if row.old is not None] == list(range(len(old or [""])))
    assert [row.new for row in rows if row.new is not None] == list(range(len(new or [""])))
    for row in rows:
        if row.change is Change.SAME:
            assert row.old is not None
            assert row.new is not None
            assert (old or [""])[row.old] == (new or [""])[row.new]
