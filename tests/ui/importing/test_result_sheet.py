"""The result sheet: every source with its outcome, and what can be done about it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from reader.domain.bookmark import MarkReport
from reader.library.worker import SourceOutcome
from reader.places import resources
from reader.ui.importing.pace import Pace
from reader.ui.importing.result_sheet import ResultSheet
from reader.ui.importing.results_model import Column
from reader.ui.theme import load_theme

KEY = Qt.Key


def outcome(path: str, status: str, **more: object) -> SourceOutcome:
    given = {"document": None, "title": None, "passages": 0, "scores": 0, "error": None}
    return SourceOutcome(path, status, **{**given, "warnings": (), **more})  # type: ignore[arg-type]


MARKED = outcome(
    "/in/digest.md", "updated", document="d2", title="Digest", marks=MarkReport(5, 1, 0)
)
ADDED = outcome(
    "/in/river.html", "added", document="d1", title="River gold", passages=48, countries=("PE",)
)
WARNED = outcome("/in/index.xlsx", "added", scores=6120, warnings=("Peru is off.", "Chile too."))
FAILED = outcome("/in/old.doc", "failed", error="old.doc: an old office document. Save it anew.")
SKIPPED = outcome("/in/song.mp3", "skipped", error="/in/song.mp3: no importer reads this")
ALL = [ADDED, WARNED, FAILED, SKIPPED]


@pytest.fixture
def sheet(qtbot: QtBot) -> ResultSheet:
    sheet = ResultSheet(load_theme(resources(), "light"))
    qtbot.addWidget(sheet)
    sheet.resize(900, 400)
    return sheet


def cells(sheet: ResultSheet, row: int) -> list[str]:
    model = sheet.view.model()
    return [str(model.index(row, column).data()) for column in Column]


def test_each_source_has_a_row_that_says_in_words_what_became_of_it(sheet: ResultSheet) -> None:
    sheet.show_outcomes(ALL)
    assert cells(sheet, 0) == ["✓ added", "River gold", "PE", "48 passages", "", ""]
    assert cells(sheet, 1)[3:] == ["6,120 scores", "", "Peru is off. (and 1 more)"]
    assert cells(sheet, 2)[0] == "✕ failed"
    assert cells(sheet, 2)[-1] == "An old office document. Save it anew."
    assert cells(sheet, 3)[:2] == ["– skipped", "song.mp3"]
    assert sheet.summary == "2 added · 1 skipped · 1 failed · 48 passages, 6,120 scores"
    assert sheet.view.isColumnHidden(Column.MARKS), "no source had marks"


def test_what_failed_is_chosen_first_and_told_whole(sheet: ResultSheet) -> None:
    sheet.show_outcomes(ALL)
    assert sheet.remarks == "old.doc: an old office document. Save it anew."
    assert not sheet.open.isVisibleTo(sheet)
    assert sheet.retry.isVisibleTo(sheet)


def test_only_problems_are_shown_on_request(sheet: ResultSheet) -> None:
    sheet.show_outcomes(ALL)
    sheet.problems.click()
    assert [cells(sheet, row)[0] for row in range(sheet.view.model().rowCount())] == [
        "✓ added",
        "✕ failed",
    ]
    sheet.problems.click()
    assert sheet.view.model().rowCount() == 4
    sheet.show_outcomes([ADDED])
    assert not sheet.problems.isEnabled()
    assert not sheet.retry_failed.isVisibleTo(sheet)


def test_a_document_is_opened_or_mended_from_its_row(qtbot: QtBot, sheet: ResultSheet) -> None:
    sheet.show_outcomes(ALL)
    sheet.show()
    sheet.choose(0)
    with qtbot.waitSignal(sheet.openRequested) as opened:
        qtbot.keyClick(sheet.view, KEY.Key_Return)
    assert opened.args == ["d1"]
    with qtbot.waitSignal(sheet.mendRequested) as mended:
        sheet.mend.click()
    assert mended.args == ["d1"]
    with qtbot.waitSignal(sheet.revealRequested) as revealed:
        sheet.reveal.click()
    assert revealed.args == ["/in/river.html"]


def test_what_failed_can_be_tried_again_alone_or_together(qtbot: QtBot, sheet: ResultSheet) -> None:
    other = outcome("/in/b.doc", "failed", error="b.doc: locked.")
    sheet.show_outcomes([*ALL, other])
    with qtbot.waitSignal(sheet.retryRequested) as one:
        sheet.retry.click()
    assert one.args == [["/in/old.doc"]]
    with qtbot.waitSignal(sheet.retryRequested) as both:
        sheet.retry_failed.click()
    assert both.args == [["/in/old.doc", "/in/b.doc"]]


def test_the_report_is_copied_as_text(sheet: ResultSheet) -> None:
    sheet.show_outcomes(ALL)
    sheet.copy.click()
    lines = QGuiApplication.clipboard().text().strip().split("\n")
    assert lines[0] == sheet.summary
    assert lines[2].split("\t") == [
        "added", "River gold", "PE", "48 passages", "", "", "/in/river.html"
    ]  # fmt: skip
    assert "Peru is off.; Chile too." in lines[3]


def test_escape_closes_it(qtbot: QtBot, sheet: ResultSheet) -> None:
    sheet.show_outcomes(ALL)
    qtbot.keyClick(sheet.view, KEY.Key_Escape)
    assert sheet.isHidden()


def test_every_control_has_a_name(sheet: ResultSheet) -> None:
    assert sheet.accessibleName()
    assert sheet.view.accessibleName()
    for button in (sheet.problems, sheet.retry_failed, sheet.copy, sheet.close_button, sheet.open):
        assert button.text()
        assert button.toolTip()


def test_ten_thousand_rows_make_no_widget(sheet: ResultSheet) -> None:
    before = len(sheet.findChildren(QWidget))
    sheet.show_outcomes([ADDED, FAILED] * 5_000)
    sheet.grab()
    assert len(sheet.findChildren(QWidget)) <= before + 1
    assert sheet.problems.text() == "Problems only (5,000)"


@pytest.mark.parametrize(
    ("seconds", "done", "total", "words"),
    [
        (1.0, 50, 260, ""),
        (5.0, 3, 260, ""),
        (5.0, 60, 260, "12 a second, about 20 seconds left"),
        (5.0, 250, 260, "50 a second, a few seconds left"),
        (60.0, 30, 120, "30 a minute, about 3 minutes left"),
        (20.0, 260, 260, "13 a second"),
    ],
)
def test_a_rate_is_told_once_it_means_something(
    seconds: float, done: int, total: int, words: str
) -> None:
    clock: Callable[[], float] = iter([0.0, 0.0, seconds]).__next__
    pace = Pace(clock)
    pace.words("import", 0, total)
    assert pace.words("import", done, total) == words


def test_how_marks_fared_is_a_column_where_any_had_to_move(sheet: ResultSheet) -> None:
    sheet.show_outcomes([ADDED, MARKED])
    assert not sheet.view.isColumnHidden(Column.MARKS)
    assert cells(sheet, 1)[Column.MARKS] == "5 in place, 1 moved"
    assert sheet.problems.text() == "Problems only (1)"


def test_in_a_narrow_window_sources_and_marks_have_the_room(sheet: ResultSheet) -> None:
    sheet.resize(560, 300)
    sheet.show_outcomes([ADDED, MARKED])
    assert sheet.view.isColumnHidden(Column.COUNTRIES)
    assert sheet.view.isColumnHidden(Column.REMARKS), "there are none"
    assert sheet.view.columnWidth(Column.SOURCE) > 200
    sheet.choose(1)
    assert sheet.remarks == "Marks: 5 in place, 1 moved"
    sheet.resize(900, 300)
    sheet.grab()
    assert not sheet.view.isColumnHidden(Column.COUNTRIES)
