"""The indicator table, driven as a reader drives it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QAction, QFontMetrics, QGuiApplication
from PySide6.QtWidgets import QToolButton, QWidget
from pytestqt.qtbot import QtBot

from reader.domain.scoring import Score
from reader.library.profile_values import CountryProfile
from reader.ui.indicators.cells import Column
from reader.ui.indicators.indicator_model import IndicatorModel
from reader.ui.indicators.indicator_table import IndicatorTable
from reader.ui.theme import Theme

LEFT = Qt.MouseButton.LeftButton
CTRL = Qt.KeyboardModifier.ControlModifier
NO_KEYS = Qt.KeyboardModifier.NoModifier


def rows_of(table: IndicatorTable) -> IndicatorModel:
    model = table.view.model()
    assert isinstance(model, IndicatorModel)
    return model


def top(table: IndicatorTable, place: int) -> QModelIndex:
    return rows_of(table).index(place, 0)


def click(
    qtbot: QtBot,
    table: IndicatorTable,
    indicator: str,
    column: Column = Column.NAME,
    keys: Qt.KeyboardModifier = NO_KEYS,
) -> None:
    index = rows_of(table).find(indicator).siblingAtColumn(column)
    table.view.scrollTo(index)
    place = table.view.visualRect(index).center()
    qtbot.mouseClick(table.view.viewport(), LEFT, keys, place)


def action(table: IndicatorTable, text: str) -> QAction:
    table.menu.aboutToShow.emit()
    every = table.menu.findChildren(QAction)
    return next(each for each in every if each.text().startswith(text))


def shown(table: IndicatorTable) -> list[str]:
    return [row.indicator.id for _, row in rows_of(table).shown()]


def clipboard() -> list[list[str]]:
    return [line.split("\t") for line in QGuiApplication.clipboard().text().split("\n")[:-1]]


@pytest.mark.parametrize("column", list(Column))
def test_a_click_anywhere_on_a_row_opens_its_best_passage(
    table: IndicatorTable, qtbot: QtBot, column: Column
) -> None:
    told: list[tuple[str, str]] = []
    table.indicatorSelected.connect(lambda each: told.append(("selected", each)))
    table.indicatorChosen.connect(lambda each: told.append(("chosen", each)))
    click(qtbot, table, "heroin_trade", column)
    assert told == [("selected", "heroin_trade"), ("chosen", "heroin_trade")]
    assert table.current_indicator() == "heroin_trade"


def test_a_double_click_opens_once(table: IndicatorTable, qtbot: QtBot) -> None:
    opened: list[str] = []
    table.indicatorChosen.connect(opened.append)
    click(qtbot, table, "heroin_trade")
    place = table.view.visualRect(rows_of(table).find("heroin_trade")).center()
    qtbot.mouseDClick(table.view.viewport(), LEFT, pos=place)
    assert opened == ["heroin_trade"]


def test_arrows_walk_and_enter_opens(table: IndicatorTable, qtbot: QtBot) -> None:
    table.select_indicator("heroin_trade")
    opened: list[str] = []
    table.indicatorChosen.connect(opened.append)
    with qtbot.waitSignal(table.indicatorSelected) as walked:
        qtbot.keyClick(table.view, Qt.Key.Key_Down)
    assert walked.args == ["cocaine_trade"]
    assert opened == []
    qtbot.keyClick(table.view, Qt.Key.Key_Return)
    qtbot.keyClick(table.view, Qt.Key.Key_Enter)
    assert opened == ["cocaine_trade", "cocaine_trade"]


def test_typing_jumps_to_a_name(table: IndicatorTable, qtbot: QtBot) -> None:
    table.select_indicator("human_trafficking")
    qtbot.keyClicks(table.view, "territ")
    assert table.current_indicator() == "territorial_integrity"


def test_the_window_can_select_a_row_without_being_told_of_it(
    table: IndicatorTable, qtbot: QtBot
) -> None:
    with qtbot.assertNotEmitted(table.indicatorSelected):
        assert table.select_indicator("prevention")
    assert table.current_indicator() == "prevention"
    assert not table.select_indicator("no_such_indicator")


def test_selecting_takes_away_a_filter_that_hides_the_row(
    table: IndicatorTable, qtbot: QtBot
) -> None:
    qtbot.keyClicks(table.filter_field, "heroin")
    assert shown(table) == ["heroin_trade"]
    assert table.select_indicator("prevention")
    assert table.filter_field.text() == ""
    assert len(shown(table)) == 32


def test_an_unknown_indicator_leaves_the_filter_alone(table: IndicatorTable, qtbot: QtBot) -> None:
    qtbot.keyClicks(table.filter_field, "heroin")
    assert not table.select_indicator("no_such_indicator")
    assert shown(table) == ["heroin_trade"]


def test_a_pillar_folds_by_click_and_by_key(table: IndicatorTable, qtbot: QtBot) -> None:
    view = table.view
    qtbot.mouseClick(view.viewport(), LEFT, pos=view.visualRect(top(table, 0)).center())
    assert not view.isExpanded(top(table, 0))
    assert table.current_indicator() is None
    table.grab()
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert view.isExpanded(top(table, 0))
    qtbot.keyClick(view, Qt.Key.Key_Left)
    assert not view.isExpanded(top(table, 0))
    assert table.select_indicator("human_smuggling")
    assert view.isExpanded(top(table, 0))


def test_a_folded_pillar_stays_folded_for_the_next_country_but_not_while_filtering(
    table: IndicatorTable, unscored: CountryProfile, qtbot: QtBot
) -> None:
    view = table.view
    view.collapse(top(table, 2))
    table.show_profile(unscored)
    assert not view.isExpanded(top(table, 2))
    qtbot.keyClicks(table.filter_field, "money laundering")
    assert view.isExpanded(top(table, 0))
    table.clear_filter()
    assert view.isExpanded(top(table, 0))
    assert not view.isExpanded(top(table, 2))


def test_a_head_sorts_and_a_third_click_restores_the_publishers_order(
    table: IndicatorTable, qtbot: QtBot
) -> None:
    own = shown(table)
    header = table.view.header()
    place = QPoint(header.sectionViewportPosition(Column.SCORE) + 20, header.height() // 2)

    def press() -> list[str]:
        qtbot.mouseClick(header.viewport(), LEFT, pos=place)
        table.grab()
        return shown(table)[:15]

    table.select_indicator("heroin_trade")
    assert press()[0] == "trade_in_counterfeit_goods"
    assert press()[0] == "illicit_trade_in_excisable_goods"
    assert press() == own[:15]
    assert table.current_indicator() == "heroin_trade"


def test_the_menu_sorts_and_marks_the_order(table: IndicatorTable) -> None:
    action(table, "Evidence").trigger()
    assert shown(table)[0] == "arms_trafficking"
    assert action(table, "Evidence").isChecked()
    action(table, "Name").trigger()
    assert shown(table)[1] == "cannabis_trade"
    action(table, "Publisher's order").trigger()
    assert shown(table)[0] == "human_trafficking"
    assert action(table, "Publisher's order").isChecked()


def test_the_filter_is_typed_said_and_taken_away(table: IndicatorTable, qtbot: QtBot) -> None:
    table.focus_filter()
    qtbot.keyClicks(table.filter_field, "heroin")
    assert table.message.startswith("1 of 32")
    qtbot.keyClick(table.filter_field, Qt.Key.Key_Down)
    assert table.view.hasFocus()
    table.focus_filter()
    qtbot.keyClick(table.filter_field, Qt.Key.Key_Escape)
    assert table.filter_field.text() == ""
    assert table.message == ""


def test_a_filter_without_rows_says_so_and_offers_all(table: IndicatorTable, qtbot: QtBot) -> None:
    qtbot.keyClicks(table.filter_field, "zzz")
    assert "No indicator matches this filter." in table.message
    assert "Show all" in table.message
    table.clear_filter()
    assert table.message == ""
    assert len(shown(table)) == 32


def test_rows_without_evidence_can_be_singled_out(
    table: IndicatorTable, unscored: CountryProfile
) -> None:
    action(table, "Only without evidence").trigger()
    assert table.message.startswith("6 of 32 without evidence")
    table.show_profile(unscored)
    assert "Every indicator has evidence in the library." in table.message


def test_selected_rows_are_copied_as_tsv_in_the_order_shown(
    table: IndicatorTable, qtbot: QtBot
) -> None:
    table.select_indicator("law_enforcement")
    click(qtbot, table, "cyber_dependent_crimes", keys=CTRL)
    qtbot.keyClick(table.view, Qt.Key.Key_C, CTRL)
    assert clipboard() == [
        ["Pillar", "Indicator", "Score", "Change", "Passages", "Sources", "Newest"],
        ["Criminal markets", "Cyber-dependent crimes", "5.00", "n/a", "14", "5", "2023-09"],
        ["Resilience", "Law enforcement", "3.50", "-1.50", "6", "4", "2023"],
    ]


def test_a_click_with_control_only_selects(table: IndicatorTable, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(table.indicatorChosen):
        click(qtbot, table, "heroin_trade", keys=CTRL)


def test_a_pillars_line_is_copied_with_its_average(table: IndicatorTable, qtbot: QtBot) -> None:
    table.view.setCurrentIndex(top(table, 2))
    qtbot.keyClick(table.view, Qt.Key.Key_C, CTRL)
    assert clipboard()[1] == ["Resilience", "", "4.38", "-0.21", "", "", ""]


def test_nothing_selected_leaves_the_clipboard_alone(table: IndicatorTable, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().setText("kept")
    table.view.clearSelection()
    qtbot.keyClick(table.view, Qt.Key.Key_C, CTRL)
    assert QGuiApplication.clipboard().text() == "kept"


def test_copying_is_the_tables_own_whatever_the_window_binds(
    table: IndicatorTable, qtbot: QtBot
) -> None:
    window = table.window()
    rival = QAction("Copy", window)
    rival.setShortcut("Ctrl+C")
    window.addAction(rival)
    table.view.setFocus()
    table.select_indicator("heroin_trade")
    with qtbot.assertNotEmitted(rival.triggered):
        qtbot.keyClick(window.windowHandle(), Qt.Key.Key_C, CTRL)
    assert clipboard()[1][1] == "Heroin trade"


def test_the_whole_table_is_copied_as_shown(table: IndicatorTable, qtbot: QtBot) -> None:
    action(table, "Copy as TSV").trigger()
    assert len(clipboard()) == 33
    qtbot.keyClicks(table.filter_field, "heroin")
    action(table, "Copy as TSV").trigger()
    assert clipboard()[1:] == [["Criminal markets", "Heroin trade", "5.50", "2.00", "1", "1", ""]]


def test_export_is_asked_of_the_window(table: IndicatorTable, qtbot: QtBot) -> None:
    with qtbot.waitSignal(table.exportRequested):
        action(table, "Export CSV").trigger()


def test_the_menu_offers_only_what_can_be_done(table: IndicatorTable) -> None:
    assert not action(table, "Open best passage").isEnabled()
    table.select_indicator("heroin_trade")
    assert action(table, "Open best passage").isEnabled()
    assert action(table, "Copy selected").isEnabled()
    table.show_profile(None)
    assert not action(table, "Export CSV").isEnabled()
    assert not action(table, "Copy as TSV").isEnabled()


def test_the_menu_opens_the_current_row_and_its_definition(
    table: IndicatorTable, qtbot: QtBot
) -> None:
    table.select_indicator("heroin_trade")
    table.details.set_open(opened=False)
    action(table, "Definition").trigger()
    assert table.details.is_open
    with qtbot.waitSignal(table.indicatorChosen) as opened:
        action(table, "Open best passage").trigger()
    assert opened.args == ["heroin_trade"]


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_the_right_button_opens_the_menu_and_no_passage(
    table: IndicatorTable, qtbot: QtBot
) -> None:
    place = table.view.visualRect(rows_of(table).find("heroin_trade")).center()
    with qtbot.assertNotEmitted(table.indicatorChosen):
        qtbot.mouseClick(table.view.viewport(), Qt.MouseButton.RightButton, pos=place)
    assert table.current_indicator() == "heroin_trade"
    table.view.customContextMenuRequested.emit(place)
    qtbot.waitUntil(table.menu.isVisible)
    qtbot.keyClick(table.menu, Qt.Key.Key_Escape)
    assert not table.menu.isVisible()


def test_the_strip_explains_the_current_row(table: IndicatorTable, qtbot: QtBot) -> None:
    assert "A click or Enter on a row opens the best passage" in table.details.text
    click(qtbot, table, "heroin_trade")
    assert table.details.text == (
        "Heroin trade\n"
        "Production, distribution and sale of heroin; how much is consumed counts towards the "
        "reach of the market.\n"
        "1 passage from 1 source"
    )
    table.select_indicator("extortion_and_protection_racketeering")
    assert table.details.text.endswith("\nNot scored in 2021 · no evidence in the library")
    table.view.setCurrentIndex(top(table, 2))
    assert table.details.text.startswith("Resilience\nResilience: 4.38 of 10, −0.21, weaker")


def test_walking_never_moves_the_rows(table: IndicatorTable, qtbot: QtBot) -> None:
    heights = {table.view.height()}
    table.select_indicator("human_trafficking")
    for _ in range(14):
        qtbot.keyClick(table.view, Qt.Key.Key_Down)
        heights.add(table.view.height())
    assert len(heights) == 1


def test_the_strip_folds(table: IndicatorTable, qtbot: QtBot) -> None:
    table.select_indicator("heroin_trade")
    fold = table.details.findChild(QToolButton)
    assert fold is not None
    assert fold.accessibleName() == "Hide the definition"
    tall = table.details.sizeHint().height()
    qtbot.mouseClick(fold, LEFT)
    assert not table.details.is_open
    assert table.details.sizeHint().height() < tall
    assert fold.accessibleName() == "Show the definition"
    qtbot.mouseClick(fold, LEFT)
    assert table.details.is_open


def test_the_row_is_kept_from_country_to_country(
    table: IndicatorTable, unscored: CountryProfile, qtbot: QtBot
) -> None:
    table.select_indicator("heroin_trade")
    with qtbot.assertNotEmitted(table.indicatorSelected):
        table.show_profile(unscored)
    assert table.current_indicator() == "heroin_trade"


def test_a_filtered_out_row_is_not_explained(table: IndicatorTable, qtbot: QtBot) -> None:
    table.select_indicator("prevention")
    qtbot.keyClicks(table.filter_field, "heroin")
    assert table.current_indicator() is None
    assert "Strategies" not in table.details.text


def test_empty_tables_say_what_to_do(table: IndicatorTable, peru: CountryProfile) -> None:
    table.show_profile(None)
    assert table.message == "Choose a country to see its indicators."
    assert not table.details.isVisible()
    table.show_profile(replace(peru, pillars=()))
    assert table.message == "The index has no indicators to show for this edition."
    table.show_profile(peru)
    assert table.message == ""


def test_every_control_has_a_name(table: IndicatorTable) -> None:
    assert table.view.accessibleName() == "Indicators"
    assert table.filter_field.accessibleName() == "Filter indicators"
    buttons = [
        each for each in table.findChildren(QToolButton) if each.parent() in (table, table.details)
    ]
    assert len(buttons) == 2
    assert all(each.accessibleName() for each in buttons)


@pytest.mark.parametrize("width", [300, 400, 640])
def test_columns_fill_the_width_exactly(
    light: Theme, peru: CountryProfile, show: Callable[[QWidget, int, int], QWidget], width: int
) -> None:
    table = IndicatorTable(light)
    table.show_profile(peru)
    host = show(table, width, 500)
    widths = [table.view.columnWidth(column) for column in Column]
    assert sum(widths) == table.view.viewport().width()
    # Every column has room for a whole figure in whatever font the machine has.
    figure = QFontMetrics(light.font("tool", bold=True)).horizontalAdvance("10.00")
    assert all(each >= figure for each in widths), (widths, figure)
    host.hide()


def test_the_strip_says_whose_change_it_is(table: IndicatorTable, peru: CountryProfile) -> None:
    markets, *others = peru.pillars
    given = Score("human_trafficking", Decimal("7.00"), Decimal("0.50"), True, Decimal("0.25"))
    ours = Score("human_smuggling", Decimal("6.50"), None, True, Decimal("0.50"))
    first, second, *rest = markets.rows
    rows = (replace(first, score=given), replace(second, score=ours), *rest)
    table.show_profile(replace(peru, pillars=(replace(markets, rows=rows), *others)))
    table.select_indicator("human_trafficking")
    assert "The publisher's change is +0.50, the figures of 2021 give +0.25" in table.details.text
    table.select_indicator("human_smuggling")
    assert "Change computed from the figures of 2021" in table.details.text
    words = table.view.currentIndex().siblingAtColumn(2).data(Qt.ItemDataRole.AccessibleTextRole)
    assert words == "+0.50, worse; change computed from the figures of 2021"
