"""F3 through every match and into the next document, and how the matches come to be marked."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from search_answers import document

from reader.domain.document import Passage, PassageKind
from reader.library.search_results import Hit, HitGroup, SearchResults
from reader.search.marking import Snippet
from reader.ui.main_window import MainWindow
from reader.ui.reading.highlights import HighlightKind
from reader.ui.reading_tabs import Place
from reader.ui.search.best_match import best_match
from reader.ui.wiring import hit_marks

AtRest = Callable[[QtBot, MainWindow], None]
HIT = HighlightKind.HIT


def searched(qtbot: QtBot, window: MainWindow, text: str, at_rest: AtRest) -> SearchResults:
    window.top_bar.search_field.set_text(text)
    window.search.search(text)
    at_rest(qtbot, window)
    assert window.search.results is not None
    return window.search.results


def press(qtbot: QtBot, window: MainWindow, name: str, at_rest: AtRest) -> tuple[str, int]:
    """The document and the place after F3 or Shift+F3."""
    window.actions_by_name[name].trigger()
    at_rest(qtbot, window)
    pane = window.tabs.pane
    assert pane is not None
    assert pane.document is not None
    return pane.document.id, pane.view.caret


def every_match(window: MainWindow, results: SearchResults) -> list[tuple[str, int]]:
    """All matches of the documents in the list, in the order shown."""
    found = []
    for group in results.groups:
        language = group.document.metadata.language
        for passage in window._library.documents.passages(group.document):
            spans = window._library.searching.spans(passage.text, results.query, language)
            found += [(group.document.id, passage.start + start) for start, _ in spans]
    return found


def test_f3_walks_every_match_of_every_document_in_the_order_shown(
    qtbot: QtBot, window: MainWindow, at_rest: AtRest
) -> None:
    results = searched(qtbot, window, "gold", at_rest)
    # Only one hit of each document is in the list, as with a query of many hits.
    groups = tuple(dataclasses.replace(each, hits=each.hits[:1]) for each in results.groups)
    groups = (*groups[:-1], dataclasses.replace(groups[-1], whole=True))
    window.search._results = results = dataclasses.replace(
        results, groups=groups, documents=len(groups) - 1
    )
    expected = every_match(window, results)
    assert len(expected) > len(groups) > 2
    walked = [press(qtbot, window, "next_hit", at_rest) for _ in expected]
    assert walked == expected
    assert window.said == f"Next document: {groups[-1].document.metadata.title}"
    assert press(qtbot, window, "next_hit", at_rest) == expected[-1]
    assert window.said == "Last match of the last document; F3 goes on with the first"
    assert press(qtbot, window, "next_hit", at_rest) == expected[0]
    assert press(qtbot, window, "previous_hit", at_rest) == expected[0]
    assert window.said == "First match of the first document; Shift+F3 goes on with the last"
    back = [press(qtbot, window, "previous_hit", at_rest) for _ in expected]
    assert back == expected[::-1]


def test_the_end_says_that_there_is_more_than_is_listed(
    qtbot: QtBot, window: MainWindow, at_rest: AtRest
) -> None:
    results = searched(qtbot, window, "gold", at_rest)
    window.search._results = dataclasses.replace(results, groups=results.groups[:1], documents=4)
    matches = every_match(window, window.search._results)
    for _ in range(len(matches) + 1):
        press(qtbot, window, "next_hit", at_rest)
    assert window.said == "Last match of the last document listed; F3 goes on with the first"


def test_the_first_f3_after_opening_a_hit_goes_to_the_next_match(
    qtbot: QtBot, window: MainWindow, at_rest: AtRest
) -> None:
    results = searched(qtbot, window, "gold", at_rest)
    qtbot.keyClick(window.top_bar.search_field.line, Qt.Key.Key_Return)
    at_rest(qtbot, window)
    pane = window.tabs.pane
    assert pane is not None
    opened = pane.view.caret
    assert opened == best_match(results.hits[0])[0]
    assert pane.view.current_highlight is not None, "it is framed"
    _, after = press(qtbot, window, "next_hit", at_rest)
    starts = [each.start for each in pane.view.highlights(HIT)]
    assert after == starts[starts.index(opened) + 1]


def test_from_a_document_that_is_not_in_the_list_one_goes_to_the_first(
    qtbot: QtBot, window: MainWindow, at_rest: AtRest
) -> None:
    results = searched(qtbot, window, "mercury", at_rest)
    listed = {group.document.id for group in results.groups}
    other = next(each for each in window._library.documents.all() if each.id not in listed)
    window.tabs.open(Place(other.id))
    at_rest(qtbot, window)
    found, _ = press(qtbot, window, "next_hit", at_rest)
    assert found == results.groups[0].document.id


def test_without_results_f3_does_nothing(qtbot: QtBot, window: MainWindow, at_rest: AtRest) -> None:
    window.actions_by_name["next_hit"].trigger()
    at_rest(qtbot, window)
    assert window.tabs.pane is None


def test_matches_are_marked_in_portions_from_where_one_reads(
    qtbot: QtBot, window: MainWindow, at_rest: AtRest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hit_marks, "_SLICE", 0.0)
    results = searched(qtbot, window, "gold", at_rest)
    group = max(results.groups, key=lambda each: len(each.hits))
    matches = [place for _, place in every_match(window, results) if _ == group.document.id]
    passages = window._library.documents.passages(group.document)
    window.tabs.open(Place(group.document.id, (matches[-1], matches[-1] + 4)))
    qtbot.waitUntil(lambda: window.tabs.pane is not None)
    pane = window.tabs.pane
    assert pane is not None
    seen: list[list[int]] = []
    pane.view.highlightsChanged.connect(
        lambda: seen.append([each.start for each in pane.view.highlights(HIT)])
    )
    window.highlights.walk.step(-1)
    at_rest(qtbot, window)
    portions = [each for at, each in enumerate(seen) if each and each != seen[at - 1]]
    assert len(portions) >= 2
    assert portions[-1] == matches, "all in the end"
    assert matches[-1] in portions[0], "what one sees first"
    if len(matches) > 1:
        assert pane.view.caret == matches[-2], "F3 waited for what lies before"
    assert len(passages) > len(matches)


def test_a_newer_query_takes_the_place_of_one_that_is_being_marked(
    qtbot: QtBot, window: MainWindow, at_rest: AtRest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hit_marks, "_SLICE", 0.0)
    results = searched(qtbot, window, "gold", at_rest)
    window.tabs.open(Place(results.groups[0].document.id))
    qtbot.waitUntil(lambda: window.tabs.pane is not None)
    window.search.search("cocaine")
    at_rest(qtbot, window)
    pane = window.tabs.pane
    assert pane is not None
    text = {
        passage.text[each.start - passage.start : each.end - passage.start].lower()
        for each in pane.view.highlights(HIT)
        if (passage := pane.view.text.passage_at(each.start))
    }
    assert text == {"cocaine"}
    window.search.search("")
    at_rest(qtbot, window)
    assert not pane.view.highlights(HIT)


def hit(text: str, *words: str) -> Hit:
    spans, at = [], 0
    for word in words:
        at = text.index(word, at)
        spans.append((at, at + len(word)))
        at += len(word)
    passage = Passage(PassageKind.PARAGRAPH, text, start=1000)
    return Hit(document("d", "D"), passage, tuple(spans), Snippet(text, ()), 1.0)


def test_a_hit_opens_where_most_of_what_was_asked_for_stands() -> None:
    far = " and so on" * 30
    text = f"gold gold gold{far} gold and mercury{far} mercury"
    found = best_match(hit(text, "gold", "gold", "gold", "gold", "mercury", "mercury"))
    assert found[0] == 1000 + text.index("gold and mercury")
    assert found[1] - found[0] == 4
    alone = f"gold{far} gold gold"
    assert best_match(hit(alone, "gold", "gold", "gold"))[0] == 1000 + alone.rindex("gold gold")
    assert best_match(hit("Gold", "Gold")) == (1000, 1004)
    assert best_match(hit("no word of it")) == (1000, 1013)


def test_a_whole_document_is_walked_by_all_its_matches(
    qtbot: QtBot, window: MainWindow, at_rest: AtRest
) -> None:
    results = searched(qtbot, window, "gold", at_rest)
    group = results.groups[0]
    whole = HitGroup(group.document, group.hits[-1:], 0, whole=True)
    window.search._results = dataclasses.replace(results, groups=(whole,), hits=(), total=0)
    expected = every_match(window, window.search._results)
    walked = [press(qtbot, window, "next_hit", at_rest) for _ in expected]
    assert walked == expected
