"""The report: named, outlined, ordered, edited and saved as a person does."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot
from report_examples import CLIPS, EMPTY, REPORT

from reader.domain.report import ReportClip, ReportHeading, ReportText
from reader.library.library import Library
from reader.ui.reports.outline_delegate import OutlineDelegate
from reader.ui.reports.outline_model import OutlineModel
from reader.ui.reports.report_panel import ReportPanel
from reader.ui.theme import Theme


@pytest.fixture
def panel(qtbot: QtBot, host: QWidget, light: Theme) -> Iterator[ReportPanel]:
    panel = ReportPanel(light, host)
    panel.setGeometry(0, 0, 320, 640)
    panel.show_reports([REPORT, EMPTY], REPORT.id)
    panel.show_report(REPORT, CLIPS)
    host.show()
    qtbot.waitExposed(host)
    return panel


def order(panel: ReportPanel) -> list[int]:
    model = panel.view.model()
    assert isinstance(model, OutlineModel)
    return model.order()


def choose(panel: ReportPanel, row: int) -> QModelIndex:
    index = panel.view.model().index(row, 0)
    panel.view.setFocus()
    panel.view.setCurrentIndex(index)
    return index


def test_the_model_is_sound(qtmodeltester: ModelTester) -> None:
    model = OutlineModel()
    model.show_report(REPORT, CLIPS)
    qtmodeltester.check(model)
    assert model.moveRow(QModelIndex(), 0, QModelIndex(), 3)
    qtmodeltester.check(model)
    model.show_report(None, {})
    qtmodeltester.check(model)


# Order


def test_alt_and_the_arrows_move_an_item(qtbot: QtBot, panel: ReportPanel) -> None:
    told: list[list[int]] = []
    panel.orderChanged.connect(told.append)
    choose(panel, 2)
    qtbot.keyClick(panel.view, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    qtbot.keyClick(panel.view, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    qtbot.keyClick(panel.view, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert told == [[1, 3, 2, 4], [3, 1, 2, 4]]
    qtbot.keyClick(panel.view, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert told[-1] == [1, 3, 2, 4]
    assert panel.view.current_item() == ReportClip(3, "gold")


@pytest.mark.parametrize(
    "source, before, expected",
    [
        (0, 4, [2, 3, 4, 1]),
        (3, 0, [4, 1, 2, 3]),
        (1, 3, [1, 3, 2, 4]),
        (2, 1, [1, 3, 2, 4]),
    ],
)
def test_a_drop_between_rows_tells_the_order(
    panel: ReportPanel, qtbot: QtBot, source: int, before: int, expected: list[int]
) -> None:
    # What Qt's list calls for a drop of one of its own rows.
    with qtbot.waitSignal(panel.orderChanged) as told:
        assert panel.view.model().moveRow(QModelIndex(), source, QModelIndex(), before)
    assert told.args == [expected]
    assert order(panel) == expected


@pytest.mark.parametrize("source, before", [(1, 1), (1, 2), (9, 0), (0, 9)])
def test_a_drop_that_moves_nothing_tells_nothing(
    panel: ReportPanel, qtbot: QtBot, source: int, before: int
) -> None:
    with qtbot.assertNotEmitted(panel.orderChanged):
        assert not panel.view.model().moveRow(QModelIndex(), source, QModelIndex(), before)


def test_rows_can_be_dragged_but_not_onto_each_other(panel: ReportPanel) -> None:
    flags = panel.view.model().index(1, 0).flags()
    assert flags & Qt.ItemFlag.ItemIsDragEnabled
    assert not flags & Qt.ItemFlag.ItemIsDropEnabled
    assert panel.view.model().flags(QModelIndex()) == Qt.ItemFlag.ItemIsDropEnabled


def test_a_drop_where_an_item_stands_already_overwrites_nothing(
    panel: ReportPanel, qtbot: QtBot
) -> None:
    model = panel.view.model()
    dragged = model.mimeData([model.index(1, 0)])
    with qtbot.assertNotEmitted(panel.itemChanged):
        assert not model.dropMimeData(dragged, Qt.DropAction.MoveAction, 0, 0, QModelIndex())
    assert model.index(0, 0).data() == "Who earns"


# Editing


def test_a_heading_is_edited_in_place(qtbot: QtBot, panel: ReportPanel) -> None:
    choose(panel, 0)
    qtbot.keyClick(panel.view, Qt.Key.Key_F2)
    editor = panel.view.viewport().findChild(QLineEdit)
    assert editor is not None
    qtbot.keyClicks(editor, "Who  loses")
    with qtbot.waitSignal(panel.itemChanged) as changed:
        qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert changed.args == [ReportHeading(1, "Who loses")]


def test_text_is_edited_in_place_over_several_lines(qtbot: QtBot, panel: ReportPanel) -> None:
    choose(panel, 1)
    qtbot.keyClick(panel.view, Qt.Key.Key_Return)
    editor = panel.view.viewport().findChild(QPlainTextEdit)
    assert editor is not None
    assert editor.toPlainText() == "Nobody *knows*."
    editor.selectAll()
    qtbot.keyClicks(editor, "One")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.keyClicks(editor, "two")
    with qtbot.waitSignal(panel.itemChanged) as changed:
        qtbot.keyClick(editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert changed.args == [ReportText(2, "One\ntwo")]


def test_escape_leaves_text_as_it_was(qtbot: QtBot, panel: ReportPanel) -> None:
    choose(panel, 1)
    qtbot.keyClick(panel.view, Qt.Key.Key_F2)
    editor = panel.view.viewport().findChild(QPlainTextEdit)
    assert editor is not None
    with qtbot.assertNotEmitted(panel.itemChanged):
        qtbot.keyClicks(editor, "nonsense")
        qtbot.keyClick(editor, Qt.Key.Key_Escape)


def test_text_being_written_survives_a_refresh(qtbot: QtBot, panel: ReportPanel) -> None:
    choose(panel, 1)
    qtbot.keyClick(panel.view, Qt.Key.Key_F2)
    editor = panel.view.viewport().findChild(QPlainTextEdit)
    assert editor is not None
    editor.selectAll()
    qtbot.keyClicks(editor, "Half a thought")
    panel.show_report(REPORT, CLIPS)
    assert editor.toPlainText() == "Half a thought"


@pytest.mark.parametrize("text", ["", "   ", "Who earns"])
def test_no_words_and_the_same_words_change_nothing(
    qtbot: QtBot, panel: ReportPanel, text: str
) -> None:
    with qtbot.assertNotEmitted(panel.itemChanged):
        panel.view.model().setData(panel.view.model().index(0, 0), text)
    assert panel.view.model().index(0, 0).data() == "Who earns"


def test_a_quotation_cannot_be_edited_but_opened(qtbot: QtBot, panel: ReportPanel) -> None:
    index = choose(panel, 2)
    assert not index.flags() & Qt.ItemFlag.ItemIsEditable
    with qtbot.waitSignal(panel.clipActivated) as opened:
        qtbot.keyClick(panel.view, Qt.Key.Key_Return)
    assert opened.args == ["gold"]
    place = panel.view.visualRect(panel.view.model().index(3, 0)).center()
    qtbot.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    with qtbot.waitSignal(panel.clipActivated) as opened:
        qtbot.mouseDClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert opened.args == ["fuel"]
    assert not panel.view.model().setData(index, "Other words")


def test_a_headings_level_is_chosen_in_its_menu(qtbot: QtBot, panel: ReportPanel) -> None:
    choose(panel, 0)
    menu = panel.view.menu()
    levels = next(action.menu() for action in menu.actions() if action.text() == "Level")
    with qtbot.waitSignal(panel.itemChanged) as changed:
        levels.actions()[1].trigger()
    assert changed.args == [ReportHeading(1, "Who earns", 2)]
    menu.deleteLater()


def test_the_menu_moves_and_removes(qtbot: QtBot, panel: ReportPanel) -> None:
    choose(panel, 1)
    menu = panel.view.menu()
    actions = {action.text().partition("\t")[0]: action for action in menu.actions()}
    with qtbot.waitSignal(panel.orderChanged) as told:
        actions["Move down"].trigger()
    assert told.args == [[1, 3, 2, 4]]
    with qtbot.waitSignal(panel.itemRemoved) as removed:
        actions["Remove from report"].trigger()
    assert removed.args == [2]
    menu.deleteLater()


# Adding and removing


def test_headings_are_added_one_after_another(qtbot: QtBot, panel: ReportPanel) -> None:
    told: list[str] = []
    panel.headingAdded.connect(told.append)
    qtbot.mouseClick(panel.foot.button("+ Heading"), Qt.MouseButton.LeftButton)
    for words in ("First", "Second"):
        qtbot.keyClicks(panel.foot.heading_line, words)
        qtbot.keyClick(panel.foot.heading_line, Qt.Key.Key_Return)
    assert told == ["First", "Second"]
    qtbot.keyClick(panel.foot.heading_line, Qt.Key.Key_Return)
    assert len(told) == 2
    qtbot.keyClick(panel.foot.heading_line, Qt.Key.Key_Escape)
    assert not panel.foot.heading_line.isVisible()


def test_text_is_added_by_ctrl_enter(qtbot: QtBot, panel: ReportPanel) -> None:
    qtbot.mouseClick(panel.foot.button("+ Text"), Qt.MouseButton.LeftButton)
    qtbot.keyClicks(panel.foot.text_field, "My own")
    qtbot.keyClick(panel.foot.text_field, Qt.Key.Key_Return)
    qtbot.keyClicks(panel.foot.text_field, "words")
    with qtbot.waitSignal(panel.textAdded) as told:
        qtbot.keyClick(
            panel.foot.text_field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier
        )
    assert told.args == ["My own\nwords"]


def test_what_was_added_is_chosen(panel: ReportPanel) -> None:
    longer = dataclasses.replace(REPORT, items=(*REPORT.items, ReportHeading(5, "New")))
    panel.show_report(longer, CLIPS)
    assert panel.view.current_item() == ReportHeading(5, "New")


def test_delete_and_the_button_ask_for_removal(qtbot: QtBot, panel: ReportPanel) -> None:
    choose(panel, 2)
    with qtbot.waitSignal(panel.itemRemoved) as removed:
        qtbot.keyClick(panel.view, Qt.Key.Key_Delete)
    assert removed.args == [3]
    with qtbot.waitSignal(panel.itemRemoved):
        qtbot.mouseClick(panel.foot.button("Remove"), Qt.MouseButton.LeftButton)
    shorter = dataclasses.replace(REPORT, items=(*REPORT.items[:2], REPORT.items[3]))
    panel.show_report(shorter, CLIPS)
    assert panel.view.current_item() == ReportClip(4, "fuel")


# Choosing and naming


def test_a_report_is_chosen_by_keyboard(qtbot: QtBot, panel: ReportPanel) -> None:
    combo = panel.chooser.combo
    assert combo.currentText() == "Andean gold"
    with qtbot.waitSignal(panel.reportChosen) as chosen:
        qtbot.keyClick(combo, Qt.Key.Key_Down)
    assert chosen.args == ["empty"]


def test_a_new_report_is_named_in_the_panel(qtbot: QtBot, panel: ReportPanel) -> None:
    qtbot.mouseClick(panel.chooser.new_button, Qt.MouseButton.LeftButton)
    line = panel.chooser.line
    qtbot.waitUntil(line.hasFocus)
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert panel.chooser.naming, "a name is needed"
    qtbot.keyClicks(line, "  The   coast ")
    with qtbot.waitSignal(panel.newRequested) as named:
        qtbot.keyClick(line, Qt.Key.Key_Return)
    assert named.args == ["The coast"]
    assert not panel.chooser.naming


def test_a_report_is_renamed_in_the_panel(qtbot: QtBot, panel: ReportPanel) -> None:
    qtbot.mouseClick(panel.chooser.rename_button, Qt.MouseButton.LeftButton)
    line = panel.chooser.line
    assert line.selectedText() == "Andean gold"
    qtbot.keyClicks(line, "Gold of the Andes")
    with qtbot.waitSignal(panel.renameRequested) as named:
        qtbot.keyClick(line, Qt.Key.Key_Return)
    assert named.args == ["Gold of the Andes"]


def test_a_name_being_typed_survives_a_refresh(qtbot: QtBot, panel: ReportPanel) -> None:
    panel.chooser.begin_new()
    qtbot.keyClicks(panel.chooser.line, "Half a na")
    panel.show_reports([EMPTY, REPORT], REPORT.id)
    panel.show_report(REPORT, CLIPS)
    assert panel.chooser.naming
    assert panel.chooser.line.text() == "Half a na"


def test_escape_ends_the_naming(qtbot: QtBot, panel: ReportPanel) -> None:
    panel.chooser.begin_new()
    qtbot.keyClick(panel.chooser.line, Qt.Key.Key_Escape)
    assert not panel.chooser.naming


def test_without_a_report_one_can_be_named_at_once(qtbot: QtBot, panel: ReportPanel) -> None:
    panel.show_reports([], None)
    assert panel.message == "No report yet. Name one to start."
    assert not panel.foot.isVisible()
    qtbot.mouseClick(panel.empty_state.button, Qt.MouseButton.LeftButton)
    qtbot.keyClicks(panel.chooser.line, "First")
    with qtbot.waitSignal(panel.newRequested) as named:
        qtbot.keyClick(panel.chooser.line, Qt.Key.Key_Return)
    assert named.args == ["First"]


def test_with_none_chosen_the_panel_says_so(panel: ReportPanel) -> None:
    panel.show_reports([REPORT, EMPTY], None)
    assert panel.message.startswith("No report is chosen.")
    assert panel.chooser.isVisible()


def test_an_empty_report_says_how_to_fill_it(panel: ReportPanel) -> None:
    panel.show_reports([REPORT, EMPTY], EMPTY.id)
    panel.show_report(EMPTY, {})
    assert "Mark a passage (Ctrl+D), then add it here." in panel.message
    assert panel.empty_state.button.isHidden()
    assert not panel.foot.button("Save as Markdown…").isEnabled()


# Preview and saving


def test_the_preview_asks_for_the_markdown_and_again_after_a_change(
    qtbot: QtBot, panel: ReportPanel
) -> None:
    toggle = panel.foot.button("Preview")
    with qtbot.waitSignal(panel.previewRequested):
        qtbot.mouseClick(toggle, Qt.MouseButton.LeftButton)
    panel.show_preview("# Andean gold\n")
    assert panel.preview.isVisible()
    assert panel.preview.toPlainText() == "# Andean gold\n"
    with qtbot.waitSignal(panel.previewRequested):
        panel.show_report(REPORT, CLIPS)
    qtbot.mouseClick(toggle, Qt.MouseButton.LeftButton)
    assert panel.view.isVisible()


def test_saving_is_asked_for(qtbot: QtBot, panel: ReportPanel) -> None:
    with qtbot.waitSignal(panel.exportRequested):
        qtbot.mouseClick(panel.foot.button("Save as Markdown…"), Qt.MouseButton.LeftButton)


# What is shown


def test_a_clip_is_spoken_with_its_citation(panel: ReportPanel) -> None:
    spoken = panel.view.model().index(3, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "Fuel comes by night." in spoken
    assert "summary after “The long digest”" in spoken


def test_a_clip_shows_citation_place_and_a_source_that_changed(light: Theme) -> None:
    delegate = OutlineDelegate(light)
    pieces = delegate._made(ReportClip(4, "fuel"), CLIPS["fuel"], 270)
    shown = [piece.text.shown for piece in pieces]
    assert shown[0] == "“Fuel comes by night.”"
    assert shown[1].startswith("“A digest”, Dossier starter library, summary")
    assert shown[2].endswith("The camps, para. 3")
    assert "Source changed" in shown[3]
    gone = delegate._made(ReportClip(9, "gone"), None, 270)
    assert "not in the library" in gone[0].text.shown


def test_another_look_changes_the_picture(panel: ReportPanel, dark: Theme) -> None:
    choose(panel, 2)
    before = panel.grab().toImage()
    panel.set_theme(dark)
    after = panel.grab().toImage()
    assert after != before
    row = panel.view.visualRect(panel.view.currentIndex())
    place = panel.view.viewport().mapTo(panel, row.topLeft() + QPoint(1, 4))
    assert after.pixelColor(place) == dark.colour("accent")


def test_a_real_report_is_shown_and_ordered(
    panel: ReportPanel, library: Library, qtbot: QtBot
) -> None:
    document = next(each for each in library.documents.all() if "River" in each.metadata.title)
    mark, _ = library.bookmarks.add_quote(document.id, "Buyers from the coast pay in cash.")
    report, _ = library.reports.new("Cash")
    library.reports.add_heading(report.id, "Who pays")
    library.reports.add_clip(report.id, mark.id)
    report = library.reports.get(report.id)
    panel.show_reports(library.reports.all(), report.id)
    panel.show_report(report, library.reports.clips(report))
    choose(panel, 1)
    with qtbot.waitSignal(panel.orderChanged) as told:
        qtbot.keyClick(panel.view, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    library.reports.order(report.id, told.args[0])
    assert isinstance(library.reports.get(report.id).items[0], ReportClip)
