"""The library's tree: opened, filtered and dropped on as a person does."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from reader.domain.dates import PartialDate
from reader.domain.document import Document, SourceMetadata, Version, Work
from reader.library.library import Library
from reader.ui.documents.library_groups import NO_COUNTRY, after_words, source_words
from reader.ui.documents.library_model import LibraryModel, LibraryRole
from reader.ui.documents.library_tree import MANY, LibraryTree
from reader.ui.theme import Theme

NAMES = {"PE": "Peru", "EC": "Ecuador"}


def document(identifier: str, metadata: SourceMetadata) -> Document:
    version = Version(1, identifier, 1, "", "2024-01-01T00:00:00Z", "a.md", "markdown", 3)
    return Document(identifier, metadata, version)


ARTICLE = document(
    "article",
    SourceMetadata(
        "River gold",
        "Example Weekly",
        published=PartialDate(2021, 3),
        countries=("PE",),
        kind="article",
    ),
)
SUMMARY = document(
    "summary",
    SourceMetadata(
        "A digest in short",
        "Dossier starter library",
        countries=("PE", "EC"),
        kind="summary",
        summarises=Work("The long digest", "Big House", published=PartialDate(2015)),
    ),
)
LOOSE = document("loose", SourceMetadata("Notes on nothing in particular"))
ALL = [ARTICLE, SUMMARY, LOOSE]


@pytest.fixture
def tree(qtbot: QtBot, host: QWidget, light: Theme) -> LibraryTree:
    tree = LibraryTree(light, host)
    tree.setGeometry(0, 0, 320, 640)
    tree.show_documents(ALL, NAMES)
    host.show()
    qtbot.waitExposed(host)
    return tree


def shown(tree: LibraryTree) -> list[str]:
    model = tree.view.model()
    rows = []
    for top in range(model.rowCount()):
        country = model.index(top, 0)
        rows.append(str(country.data()))
        if tree.view.isExpanded(country):
            rows += [
                str(model.index(row, 0, country).data()) for row in range(model.rowCount(country))
            ]
    return rows


def middle(tree: LibraryTree, document: str) -> QPoint:
    index = tree.view.model().find(document)
    return tree.view.visualRect(index).center()


def test_the_model_is_sound(qtmodeltester: ModelTester) -> None:
    model = LibraryModel()
    model.set_documents(ALL, NAMES)
    qtmodeltester.check(model)
    model.set_filter("gold")
    qtmodeltester.check(model)
    model.set_documents([], {})
    qtmodeltester.check(model)


def test_documents_stand_under_each_of_their_countries_those_without_one_last(
    tree: LibraryTree,
) -> None:
    assert shown(tree) == [
        "Ecuador",
        "A digest in short",
        "Peru",
        "River gold",
        "A digest in short",
        NO_COUNTRY,
        "Notes on nothing in particular",
    ]


def test_a_source_is_told_by_publisher_date_and_kind_a_summary_by_its_original() -> None:
    assert source_words(ARTICLE.metadata) == "Example Weekly · 2021-03 · article"
    assert after_words(ARTICLE.metadata) == ""
    assert source_words(SUMMARY.metadata) == "Dossier starter library"
    assert after_words(SUMMARY.metadata) == "summary after The long digest, Big House, 2015"
    assert source_words(LOOSE.metadata) == ""


def test_a_screen_reader_hears_that_a_summary_is_one(tree: LibraryTree) -> None:
    spoken = tree.view.model().find("summary").data(Qt.ItemDataRole.AccessibleTextRole)
    assert "summary after The long digest" in spoken


def test_a_click_opens_a_document(qtbot: QtBot, tree: LibraryTree) -> None:
    with qtbot.waitSignal(tree.documentActivated) as opened:
        qtbot.mouseClick(
            tree.view.viewport(), Qt.MouseButton.LeftButton, pos=middle(tree, "article")
        )
    assert opened.args == ["article"]
    assert tree.current_document() == "article"


def test_a_countrys_name_opens_its_profile_and_its_chevron_closes_it(
    qtbot: QtBot, tree: LibraryTree
) -> None:
    peru = tree.view.model().index(1, 0)
    rect = tree.view.visualRect(peru)
    with qtbot.waitSignal(tree.countryActivated) as opened:
        qtbot.mouseClick(tree.view.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    assert opened.args == ["PE"]
    chevron = QPoint(rect.left() + 16, rect.center().y())
    with qtbot.assertNotEmitted(tree.countryActivated):
        qtbot.mouseClick(tree.view.viewport(), Qt.MouseButton.LeftButton, pos=chevron)
    assert not tree.view.isExpanded(peru)
    tree.show_documents(ALL, NAMES)
    assert not tree.view.isExpanded(tree.view.model().index(1, 0))
    assert tree.view.isExpanded(tree.view.model().index(0, 0))


def test_the_tree_is_walked_and_opened_by_keyboard(qtbot: QtBot, tree: LibraryTree) -> None:
    tree.focus_list()
    with qtbot.waitSignal(tree.countryActivated) as country:
        qtbot.keyClick(tree.view, Qt.Key.Key_Return)
    assert country.args == ["EC"]
    qtbot.keyClick(tree.view, Qt.Key.Key_Down)
    with qtbot.waitSignal(tree.documentActivated) as opened:
        qtbot.keyClick(tree.view, Qt.Key.Key_Enter)
    assert opened.args == ["summary"]
    qtbot.keyClick(tree.view, Qt.Key.Key_Left)
    qtbot.keyClick(tree.view, Qt.Key.Key_Left)
    assert not tree.view.isExpanded(tree.view.model().index(0, 0))


def test_enter_on_no_country_opens_and_closes_it(qtbot: QtBot, tree: LibraryTree) -> None:
    last = tree.view.model().index(2, 0)
    tree.view.setCurrentIndex(last)
    with qtbot.assertNotEmitted(tree.countryActivated):
        qtbot.keyClick(tree.view, Qt.Key.Key_Return)
    assert not tree.view.isExpanded(last)


@pytest.mark.parametrize(
    "words, kept",
    [
        ("river", ["Peru", "River gold"]),
        ("ECUADOR", ["Ecuador", "A digest in short"]),
        ("big house", ["Ecuador", "A digest in short", "Peru", "A digest in short"]),
        ("weekly 2021", ["Peru", "River gold"]),
    ],
)
def test_the_filter_looks_at_titles_sources_and_countries(
    qtbot: QtBot, tree: LibraryTree, words: str, kept: list[str]
) -> None:
    qtbot.keyClicks(tree.filter_field, words)
    assert shown(tree) == kept
    qtbot.keyClick(tree.filter_field, Qt.Key.Key_Escape)
    assert len(shown(tree)) == 7


def test_down_in_the_filter_goes_to_the_list(qtbot: QtBot, tree: LibraryTree) -> None:
    qtbot.keyClicks(tree.filter_field, "river")
    qtbot.keyClick(tree.filter_field, Qt.Key.Key_Down)
    qtbot.waitUntil(tree.view.hasFocus)
    assert tree.view.selectionModel().hasSelection()


def test_a_filter_without_a_match_says_where_to_look(qtbot: QtBot, tree: LibraryTree) -> None:
    qtbot.keyClicks(tree.filter_field, "zebra")
    assert tree.message.startswith("No document matches “zebra”.")
    assert "search field" in tree.message
    assert tree.empty_state.button.isHidden()


def test_an_empty_library_offers_to_import(qtbot: QtBot, tree: LibraryTree) -> None:
    tree.show_documents([], {})
    assert tree.message.startswith("The library is empty")
    assert not tree.filter_field.isVisible()
    with qtbot.waitSignal(tree.importRequested):
        qtbot.mouseClick(tree.empty_state.button, Qt.MouseButton.LeftButton)


def files(*names: str) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl(name) for name in names])
    return data


def test_files_can_be_dropped_anywhere_on_the_library(
    qtbot: QtBot, tree: LibraryTree, tmp_path: Path
) -> None:
    data = files((tmp_path / "a b.md").as_uri(), "https://example.org/page")
    enter = QDragEnterEvent(
        QPoint(50, 200),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    tree.dragEnterEvent(enter)
    assert enter.isAccepted()
    framed = tree.grab().toImage()
    drop = QDropEvent(
        QPointF(50, 200),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    with qtbot.waitSignal(tree.filesDropped) as dropped:
        tree.dropEvent(drop)
    assert dropped.args == [[tmp_path / "a b.md"]]
    assert tree.grab().toImage() != framed


def test_a_page_dragged_from_a_browser_is_no_file(tree: LibraryTree) -> None:
    data = files("https://example.org/page")
    enter = QDragEnterEvent(
        QPoint(50, 200),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    enter.ignore()
    tree.dragEnterEvent(enter)
    assert not enter.isAccepted()


def test_the_window_can_choose_a_row(qtbot: QtBot, tree: LibraryTree) -> None:
    with qtbot.assertNotEmitted(tree.documentActivated):
        assert tree.select_document("loose")
    assert tree.current_document() == "loose"
    assert not tree.select_document("not there")
    tree.show_documents(ALL, NAMES)
    assert tree.current_document() == "loose"


def test_another_look_changes_the_picture(tree: LibraryTree, dark: Theme) -> None:
    tree.select_document("article")
    before = tree.grab().toImage()
    tree.set_theme(dark)
    after = tree.grab().toImage()
    assert after != before
    row = tree.view.visualRect(tree.view.model().find("article"))
    place = tree.view.viewport().mapTo(tree, row.topLeft() + QPoint(1, 4))
    assert after.pixelColor(place) == dark.colour("accent")


def test_a_real_library_is_shown(tree: LibraryTree, library: Library) -> None:
    names = {each.country.iso2: each.country.name for each in library.documents.countries()}
    tree.show_documents(library.documents.all(), names)
    assert shown(tree) == [
        "Ecuador",
        "A digest in short",
        "Peru",
        "A digest in short",
        "River gold",
    ]
    peru = tree.view.model().index(1, 0)
    assert peru.data(LibraryRole.GROUP).code == "PE"


def test_thousands_of_documents_are_rows_of_one_height(tree: LibraryTree) -> None:
    many = [
        document(f"d{at}", SourceMetadata(f"Number {at}", "A press", countries=("PE",)))
        for at in range(MANY + 1)
    ]
    tree.show_documents(many, NAMES)
    assert tree.view.uniformRowHeights()
    assert tree.select_document(f"d{MANY}")
    assert tree.view.visualRect(tree.view.model().find(f"d{MANY}")).intersects(
        tree.view.viewport().rect()
    )
    tree.show_documents(ALL, NAMES)
    assert not tree.view.uniformRowHeights()
    assert shown(tree)[0] == "Ecuador"
