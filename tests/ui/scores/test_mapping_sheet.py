"""Describing a table of scores in the window: guessed, corrected, saved, imported."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from reader.domain.mapping_draft import EditionPlace, Role
from reader.domain.scoring import Direction
from reader.ui.main_window import MainWindow
from reader.ui.scores.columns_model import Field
from reader.ui.scores.mapping_sheet import REPLACE, SAVE

AtRest = Callable[[QtBot, MainWindow], None]
TABLE = """Harbour Watch: resilience of ports
Country,Code,Year,Port security,Smuggling risk,Rank,Notes
Peru,PER,2023,4.5,7.1,3,a
Peru,PER,2024,4.75,6.9,3,b
Chile,CHL,2024,6.0,3.25,1,c
Atlantis,ATL,2024,1.0,1.0,9,d
"""


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "ports.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def opened(window: MainWindow, qtbot: QtBot, path: Path, at_rest: AtRest) -> None:
    window.mapping.open(path)
    settled(window, qtbot, at_rest)


def settled(window: MainWindow, qtbot: QtBot, at_rest: AtRest) -> None:
    qtbot.waitUntil(lambda: window.tasks.idle and not window.mapping._pause.isActive())
    at_rest(qtbot, window)


def roles(window: MainWindow) -> list[Role]:
    return [each.role for each in window.mapping.sheet.columns_model.columns]


def held(window: MainWindow, country: str) -> dict[str, str]:
    found = window._library.other_indices.of_country(country)
    return {
        figure.indicator.name: f"{figure.score.value:f}"
        for one in found
        for figure in one.figures
        if figure.score is not None
    }


def test_a_table_is_described_before_anybody_types(
    window: MainWindow, qtbot: QtBot, table: Path, at_rest: AtRest
) -> None:
    opened(window, qtbot, table, at_rest)
    sheet = window.mapping.sheet
    assert sheet.isVisible()
    assert roles(window) == [
        Role.NAME, Role.CODE, Role.EDITION, Role.INDICATOR, Role.INDICATOR,
        Role.IGNORE, Role.IGNORE,
    ]  # fmt: skip
    assert sheet.index_name.text() == "Harbour Watch: resilience of ports"
    assert sheet.summary == "2 countries · 6 figures · 2023, 2024"
    assert "Atlantis" in sheet.notes
    assert sheet.save.isEnabled()
    shown = sheet.figures.model()
    assert [shown.index(0, at).data() for at in range(4)] == ["Peru", "2023", "4.50", "7.10"]


def test_saving_keeps_the_description_and_imports_the_table(
    window: MainWindow, qtbot: QtBot, table: Path, at_rest: AtRest
) -> None:
    opened(window, qtbot, table, at_rest)
    window.mapping.sheet.save.click()
    settled(window, qtbot, at_rest)
    assert not window.mapping.is_open
    (path,) = (window._library.folder / "mappings").glob("*.toml")
    assert path.stem == "harbour_watch_resilience_of_ports"
    assert held(window, "PE") == {"Port security": "4.75", "Smuggling risk": "6.90"}
    assert window.importing.sheet.summary.startswith("1 added · 6 scores")


def test_what_is_corrected_is_what_is_read(
    window: MainWindow, qtbot: QtBot, table: Path, at_rest: AtRest
) -> None:
    opened(window, qtbot, table, at_rest)
    sheet = window.mapping.sheet
    model = sheet.columns_model
    sheet.index_name.clear()
    qtbot.keyClicks(sheet.index_name, "Port Review")
    qtbot.keyClicks(sheet.publisher, "Harbour Office")
    for field, text in (
        (Field.NAME, "Security"), (Field.LOWEST, "1"), (Field.HIGHEST, "5"),
        (Field.DIRECTION, "worse"),
    ):  # fmt: skip
        assert model.setData(model.index(3, field), text)
    model.setData(model.index(4, Field.ROLE), "not used")
    settled(window, qtbot, at_rest)
    assert sheet.summary == "1 country · 2 figures · 2023, 2024"
    assert "no figure from 1 to 5" in sheet.notes
    sheet.save.click()
    settled(window, qtbot, at_rest)
    (one,) = window._library.other_indices.of_country("PE")
    assert (one.index.name, one.index.publisher) == ("Port Review", "Harbour Office")
    (figure,) = one.figures
    assert figure.indicator.name == "Security"
    assert figure.pillar.direction is Direction.HIGHER_IS_WORSE
    assert [str(each) for each in figure.scale] == ["1", "5"]


def test_a_description_that_is_not_finished_cannot_be_saved(
    window: MainWindow, qtbot: QtBot, table: Path, at_rest: AtRest
) -> None:
    opened(window, qtbot, table, at_rest)
    sheet = window.mapping.sheet
    model = sheet.columns_model
    model.setData(model.index(2, Field.ROLE), "not used")
    settled(window, qtbot, at_rest)
    assert not sheet.save.isEnabled()
    assert "which column is the year" in sheet.notes
    sheet.edition.setCurrentIndex(list(EditionPlace).index(EditionPlace.FIXED))
    settled(window, qtbot, at_rest)
    assert "type it" in sheet.notes
    qtbot.keyClicks(sheet.edition_fixed, "2024")
    settled(window, qtbot, at_rest)
    assert sheet.save.isEnabled()
    assert "differ" in sheet.notes


def test_a_file_that_is_there_is_replaced_only_when_asked_twice(
    window: MainWindow, qtbot: QtBot, table: Path, at_rest: AtRest
) -> None:
    opened(window, qtbot, table, at_rest)
    draft = window.mapping.sheet.draft
    assert draft is not None
    path = window._library.mappings.write(draft, "ports.csv")
    before = path.read_text()
    sheet = window.mapping.sheet
    qtbot.keyClicks(sheet.publisher, "Harbour Office")
    settled(window, qtbot, at_rest)
    sheet.save.click()
    settled(window, qtbot, at_rest)
    assert path.read_text() == before
    assert sheet.isVisible()
    assert sheet.save.text() == REPLACE
    assert path.name in sheet.summary
    sheet.save.click()
    settled(window, qtbot, at_rest)
    assert "Harbour Office" in path.read_text()
    assert not window.mapping.is_open


def test_an_edit_takes_the_leave_to_replace_back(
    window: MainWindow, qtbot: QtBot, table: Path, at_rest: AtRest
) -> None:
    opened(window, qtbot, table, at_rest)
    sheet = window.mapping.sheet
    sheet.ask_to_replace("ports.toml")
    qtbot.keyClicks(sheet.publisher, "x")
    assert sheet.save.text() == SAVE


def test_it_is_used_without_a_mouse(
    window: MainWindow, qtbot: QtBot, table: Path, at_rest: AtRest
) -> None:
    opened(window, qtbot, table, at_rest)
    sheet = window.mapping.sheet
    assert window.focusWidget() is sheet.index_name
    seen = set()
    for _ in range(30):
        seen.add(window.focusWidget())
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
    assert {sheet.publisher, sheet.edition, sheet.decimals, sheet.header_row, sheet.columns,
            sheet.figures, sheet.save, sheet.close_button} <= seen  # fmt: skip
    assert all(each.window() is window for each in seen)
    assert not {window.left.library} & {each.parentWidget() for each in seen}
    sheet.columns.setFocus()
    sheet.columns.setCurrentIndex(sheet.columns_model.index(5, Field.HEADER))
    qtbot.keyClick(sheet.columns, Qt.Key.Key_Space)
    assert roles(window)[5] is Role.INDICATOR
    sheet.columns.setCurrentIndex(sheet.columns_model.index(5, Field.NAME))
    qtbot.keyClick(sheet.columns, Qt.Key.Key_Return)
    line = sheet.columns.findChild(QLineEdit)
    assert line is not None
    line.selectAll()
    qtbot.keyClicks(line, "Place")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: sheet.columns_model.columns[5].name == "Place")
    qtbot.keyClick(sheet.columns, Qt.Key.Key_Escape)
    assert not window.mapping.is_open


# The off-screen platform says so of every list that opens.
@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_a_choice_is_taken_as_soon_as_it_is_made(
    window: MainWindow, qtbot: QtBot, table: Path, at_rest: AtRest
) -> None:
    opened(window, qtbot, table, at_rest)
    sheet = window.mapping.sheet
    sheet.columns.setCurrentIndex(sheet.columns_model.index(1, Field.ROLE))
    sheet.columns.setFocus()
    qtbot.keyClick(sheet.columns, Qt.Key.Key_Return)
    combo = sheet.columns.viewport().findChild(QComboBox)
    assert combo is not None
    qtbot.waitUntil(lambda: combo.view().isVisible())
    combo.setCurrentText("not used")
    combo.activated.emit(combo.currentIndex())
    assert roles(window)[1] is Role.IGNORE


def test_the_code_of_a_country_comes_from_one_column(
    window: MainWindow, qtbot: QtBot, table: Path, at_rest: AtRest
) -> None:
    opened(window, qtbot, table, at_rest)
    model = window.mapping.sheet.columns_model
    model.setData(model.index(6, Field.ROLE), "country code")
    assert roles(window)[1] is Role.IGNORE
    assert roles(window)[6] is Role.CODE


def test_another_row_of_names_is_guessed_from_anew(
    window: MainWindow, qtbot: QtBot, table: Path, at_rest: AtRest
) -> None:
    opened(window, qtbot, table, at_rest)
    sheet = window.mapping.sheet
    assert sheet.header_row.value() == 2
    sheet.header_row.setValue(3)
    settled(window, qtbot, at_rest)
    assert sheet.columns_model.columns[0].header == "Peru"
    assert sheet.header_row.value() == 3


def test_an_unknown_table_is_described_from_the_result_of_its_import(
    window: MainWindow, qtbot: QtBot, table: Path, at_rest: AtRest
) -> None:
    window.importing.run([table])
    at_rest(qtbot, window)
    results = window.importing.sheet
    assert results.describe.isVisible()
    results.describe.click()
    settled(window, qtbot, at_rest)
    assert window.mapping.is_open
    assert window.mapping.sheet.save.isEnabled()
    window.mapping.sheet.save.click()
    settled(window, qtbot, at_rest)
    assert held(window, "CL") == {"Port security": "6.00", "Smuggling risk": "3.25"}
    assert not results.describe.isVisible()


def test_what_cannot_be_read_is_said_and_opens_nothing(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, at_rest: AtRest
) -> None:
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04 nothing")
    opened(window, qtbot, broken, at_rest)
    assert not window.mapping.is_open
    assert "broken.xlsx" in window.said
    archive = tmp_path / "all.zip"
    archive.write_bytes(b"PK")
    window.mapping.open(archive / "ports.csv")
    assert "archive" in window.said


def test_closing_forgets_what_is_under_way(
    window: MainWindow, qtbot: QtBot, table: Path, at_rest: AtRest
) -> None:
    window.mapping.open(table)
    window.mapping.close()
    settled(window, qtbot, at_rest)
    assert not window.mapping.is_open


def test_a_late_error_is_not_lost(
    window: MainWindow, qtbot: QtBot, table: Path, at_rest: AtRest
) -> None:
    opened(window, qtbot, table, at_rest)
    (window._library.folder / "mappings").write_text("a file where the folder should be")
    window.mapping.sheet.save.click()
    settled(window, qtbot, at_rest)
    assert window.mapping.is_open
    assert "mapping file cannot be written" in window.said
