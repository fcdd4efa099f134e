"""A mark is found where it was made, or flagged, or orphaned: never on words nobody marked."""

from __future__ import annotations

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from reader.domain.anchoring import Exact, Moved, Orphaned, anchor, describe
from reader.domain.selector import TextPositionSelector, TextQuoteSelector

STORY = (
    "Dredges reached the upper river in the spring, and the first camps followed within weeks.\n"
    "Fuel came by night in barrels. Buyers from the coast paid in cash, and nobody asked for "
    "papers.\nIn the town below, the mayor promised patrols. Fuel came by night all the same.\n"
    "By the end of the year the river ran brown, and the patrols had never left the pier."
)


def mark(text: str, quote: str, nth: int = 0) -> tuple[TextQuoteSelector, TextPositionSelector]:
    start = -1
    for _ in range(nth + 1):
        start = text.index(quote, start + 1)
    return describe(text, start, start + len(quote))


def found(text: str, result: object) -> str:
    assert isinstance(result, Exact | Moved), result
    return text[result.start : result.end]


texts = st.text(
    alphabet=st.one_of(
        st.sampled_from("abc .\n"),
        st.sampled_from("é́😀‍🇵🇪\u00a0“”"),
        st.characters(blacklist_categories=("Cs",)),
    ),
    min_size=1,
    max_size=200,
)


@given(text=texts, data=st.data())
@example(text="aaaa", data=None).via("a text that repeats itself")
def test_any_mark_is_exact_in_the_text_it_was_made_in(
    text: str, data: st.DataObject | None
) -> None:
    if data is None:
        start, end = 1, 2
    else:
        start = data.draw(st.integers(0, len(text) - 1))
        end = data.draw(st.integers(start + 1, len(text)))
    quote, position = describe(text, start, end)
    assert quote.exact == text[start:end]
    assert anchor(text, quote, position) == Exact(start, end)


@given(text=texts, inserted=texts, data=st.data())
def test_what_is_inserted_elsewhere_never_moves_a_mark_to_other_words(
    text: str, inserted: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    at = data.draw(st.one_of(st.integers(0, start), st.integers(end, len(text))))
    assume(text[start:end] not in inserted)
    quote, position = describe(text, start, end)
    changed = text[:at] + inserted + text[at:]
    result = anchor(changed, quote, position)
    if isinstance(result, Exact):
        assert changed[result.start : result.end] == quote.exact


@pytest.mark.parametrize("start, end", [(-1, 2), (2, 2), (3, 2), (0, 10_000)])
def test_an_empty_or_impossible_range_cannot_be_described(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="no range"):
        describe(STORY, start, end)


def test_surroundings_grow_until_they_tell_equal_sentences_apart() -> None:
    line = "The price of gold rose. " * 12
    quote, position = describe(line, 5 * 24, 5 * 24 + 23)
    assert len(quote.prefix) > 64 or len(quote.suffix) > 64
    assert anchor(line, quote, position) == Exact(5 * 24, 5 * 24 + 23)


def test_a_mark_follows_its_sentence_when_text_is_put_before_it() -> None:
    quote, position = mark(STORY, "Buyers from the coast paid in cash")
    changed = "A note by the editor.\n" + STORY
    assert found(changed, anchor(changed, quote, position)) == quote.exact
    assert isinstance(anchor(changed, quote, position), Exact)


def test_the_second_of_two_equal_sentences_stays_the_second() -> None:
    quote, position = mark(STORY, "Fuel came by night", nth=1)
    changed = STORY.replace("Dredges reached", "In that year dredges reached")
    result = anchor(changed, quote, position)
    assert isinstance(result, Exact)
    assert result.start == changed.rindex("Fuel came by night")


def test_when_the_marked_one_of_two_equal_sentences_is_deleted_the_other_is_not_taken() -> None:
    quote, position = mark(STORY, "Fuel came by night", nth=1)
    changed = STORY.replace(" Fuel came by night all the same.", "")
    assert isinstance(anchor(changed, quote, position), Orphaned)


def test_changed_surroundings_are_moved_and_say_so() -> None:
    quote, position = mark(STORY, "Buyers from the coast paid in cash")
    changed = STORY.replace("and nobody asked for papers", "as everyone in the valley knew by then")
    result = anchor(changed, quote, position)
    assert found(changed, result) == quote.exact
    assert result == Moved(
        changed.index("Buyers"),
        changed.index("Buyers") + len(quote.exact),
        "the text around the quotation changed",
    )


def test_changed_words_between_the_old_surroundings_are_moved_and_say_so() -> None:
    quote, position = mark(STORY, "the mayor promised patrols")
    changed = STORY.replace("the mayor promised patrols", "the mayor again promised patrols")
    result = anchor(changed, quote, position)
    assert isinstance(result, Moved)
    assert found(changed, result) == "the mayor again promised patrols"
    assert result.reason == "the words of the quotation changed"


def test_replaced_words_are_an_orphan() -> None:
    quote, position = mark(STORY, "the mayor promised patrols")
    changed = STORY.replace("the mayor promised patrols", "nothing was done")
    assert anchor(changed, quote, position) == Orphaned("the quotation was replaced by other words")


def test_words_that_are_gone_are_an_orphan() -> None:
    quote, position = mark(STORY, "the mayor promised patrols")
    assert isinstance(anchor("Another story altogether.", quote, position), Orphaned)


def test_an_altered_quote_at_the_edge_of_a_text_has_too_little_around_it() -> None:
    quote, position = describe("A short line.", 0, 12)
    assert isinstance(anchor("A shorter line.", quote, position), Orphaned)


def test_the_same_words_in_strange_surroundings_are_not_recognised() -> None:
    quote, position = mark(STORY, "paid in cash")
    strange = "Elsewhere, workers were paid in cash every second Friday of the month, it was said."
    assert anchor(strange, quote, position) == Orphaned(
        "the words occur, but in other surroundings"
    )


def test_two_places_with_equally_changed_surroundings_cannot_be_told_apart() -> None:
    text = "North of the bridge the guards sleep at noon."
    quote, position = mark(text, "the guards sleep")
    changed = "North of the bridge the guards sleep now. North of the bridge the guards sleep too."
    result = anchor(changed, quote, position)
    assert isinstance(result, Orphaned)
    assert "cannot be told apart" in result.reason


def test_a_text_that_was_doubled_keeps_the_mark_in_its_place_but_to_be_reviewed() -> None:
    quote, position = mark(STORY, "Buyers from the coast paid in cash")
    doubled = STORY + "\n" + STORY
    result = anchor(doubled, quote, position)
    assert isinstance(result, Moved)
    assert result.start == position.start
    shifted = anchor("!" + doubled, quote, position)
    assert isinstance(shifted, Orphaned)
    assert "2 places" in shifted.reason


def test_a_mark_of_a_whole_text_is_found_inside_a_longer_one() -> None:
    quote, position = describe("All of it.", 0, 10)
    assert anchor("Before. All of it. After.", quote, position) == Exact(8, 18)


def test_a_whole_text_that_occurs_twice_afterwards_is_doubtful() -> None:
    quote, position = describe("All of it.", 0, 10)
    assert isinstance(anchor("All of it. All of it.", quote, position), Moved)


def test_a_mark_without_a_quotation_is_an_orphan() -> None:
    assert anchor(STORY, TextQuoteSelector(""), TextPositionSelector(0, 0)) == Orphaned(
        "the mark has no quotation"
    )


def test_several_enclosures_are_not_guessed_between() -> None:
    quote = TextQuoteSelector("middle words", "the same beginning ", " the same ending")
    text = (
        "the same beginning middle word the same ending. "
        "the same beginning middle word the same ending."
    )
    result = anchor(text, quote, TextPositionSelector(19, 31))
    assert result == Orphaned("the quotation is no longer in the text")


def test_an_enclosure_shrinks_until_it_fits() -> None:
    quote, position = mark(STORY, "Buyers from the coast paid in cash")
    changed = STORY.replace("Dredges reached the upper river", "Boats came").replace(
        "paid in cash", "paid with cash"
    )
    changed = changed.replace("In the town below", "Below")
    result = anchor(changed, quote, position)
    assert found(changed, result) == "Buyers from the coast paid with cash"


def test_a_mark_at_the_beginning_and_its_selectors_have_no_prefix() -> None:
    quote, _ = describe(STORY, 0, 7)
    assert (quote.exact, quote.prefix) == ("Dredges", "")


def test_a_quote_alone_without_surroundings_is_found_by_itself() -> None:
    result = anchor("x All of it, y", TextQuoteSelector("All of it"), TextPositionSelector(0, 9))
    assert result == Exact(2, 11)
