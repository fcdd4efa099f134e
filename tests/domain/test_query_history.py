"""Recent queries: each once, the newest first, and nothing that was only on its way."""

from __future__ import annotations

from reader.domain.query_history import LONGEST_REMEMBERED, MOST_REMEMBERED, remembered


def test_the_newest_is_first_and_each_is_there_once() -> None:
    history = remembered((), "gold")
    history = remembered(history, "timber")
    assert history == ("timber", "gold")
    assert remembered(history, "  gold ") == ("gold", "timber")


def test_what_was_only_the_beginning_is_replaced() -> None:
    history = remembered(("timber",), "gold m")
    assert remembered(history, "gold mining") == ("gold mining", "timber")
    assert remembered(history, "gold mining", in_one_go=False) == (
        "gold mining", "gold m", "timber",
    )  # fmt: skip


def test_only_the_newest_can_have_been_on_the_way() -> None:
    assert remembered(("timber", "gold"), "gold mining") == ("gold mining", "timber", "gold")
    assert remembered(("gold mining",), "gold") == ("gold", "gold mining")


def test_capitals_tell_queries_apart_and_space_does_not() -> None:
    assert remembered(("a OR b",), "a  or\tb") == ("a or b", "a OR b")
    assert remembered(("a b",), " a  b ") == ("a b",)


def test_nothing_and_whole_pages_are_not_remembered() -> None:
    assert remembered(("gold",), "   ") == ("gold",)
    assert remembered(("gold",), "x" * (LONGEST_REMEMBERED + 1)) == ("gold",)


def test_it_does_not_grow_without_end() -> None:
    history: tuple[str, ...] = ()
    for number in range(MOST_REMEMBERED + 20):
        history = remembered(history, f"{number} x")
    assert len(history) == MOST_REMEMBERED
    assert history[0] == f"{MOST_REMEMBERED + 19} x"
    assert history[-1] == "20 x"
