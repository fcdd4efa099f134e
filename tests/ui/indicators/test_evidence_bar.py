"""The bar that walks through the evidence of an indicator."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from reader.domain.evidence import EvidenceState
from reader.domain.scoring import Indicator
from reader.library.profile_values import CountryProfile
from reader.ui.indicators.evidence_bar import EvidenceBar
from reader.ui.profile.elided_label import ElidedLabel
from reader.ui.theme import Theme

LEFT = Qt.MouseButton.LeftButton
NINE = Decimal("9.00")


@pytest.fixture
def gold(peru: CountryProfile) -> Indicator:
    return peru.index.indicator("non_renewable_resource_crimes")


@pytest.fixture
def bar(light: Theme, show: Callable[[QWidget, int, int], QWidget]) -> Iterator[EvidenceBar]:
    widget = EvidenceBar(light)
    host = show(widget, 680, 40)
    yield widget
    host.hide()


def test_it_names_the_indicator_the_place_the_state_and_the_words(
    bar: EvidenceBar, gold: Indicator
) -> None:
    bar.show_passage(gold, NINE, position=1, count=6, matched=("gold mining", "gold", "gold"))
    assert bar.text == ("Non-renewable resource crimes 9.00 1 of 6 · suggested · gold mining, gold")
    assert bar.accessibleDescription() == bar.text
    italic = [each.text for each in bar.findChildren(ElidedLabel) if each.font().italic()]
    assert italic == ["· gold mining, gold"]


def test_it_says_what_the_reader_decided(bar: EvidenceBar, gold: Indicator) -> None:
    bar.show_passage(gold, NINE, position=2, count=2, state=EvidenceState.CONFIRMED)
    assert bar.text.endswith("2 of 2 · confirmed")


def test_it_walks_within_the_passages(bar: EvidenceBar, gold: Indicator, qtbot: QtBot) -> None:
    bar.show_passage(gold, NINE, position=1, count=2)
    assert not bar.previous_button.isEnabled()
    with qtbot.waitSignal(bar.nextRequested):
        qtbot.mouseClick(bar.next_button, LEFT)
    bar.show_passage(gold, NINE, position=2, count=2)
    assert not bar.next_button.isEnabled()
    with qtbot.waitSignal(bar.previousRequested):
        qtbot.keyClick(bar.previous_button, Qt.Key.Key_Space)


def test_its_buttons_are_named_and_tell_their_keys(bar: EvidenceBar) -> None:
    assert bar.previous_button.toolTip() == "Previous passage (Alt+Up)"
    assert bar.next_button.toolTip() == "Next passage (Alt+Down)"
    assert bar.next_button.accessibleName() == "Next passage"
    assert bar.close_button.accessibleName() == "Close the evidence bar"


def test_it_can_be_closed(bar: EvidenceBar, gold: Indicator, qtbot: QtBot) -> None:
    bar.show_no_evidence(gold, NINE)
    with qtbot.waitSignal(bar.closeRequested):
        qtbot.mouseClick(bar.close_button, LEFT)


def test_it_says_plainly_that_there_is_no_evidence(bar: EvidenceBar, gold: Indicator) -> None:
    bar.show_passage(gold, NINE, position=1, count=6, matched=("gold",))
    bar.show_no_evidence(gold, None)
    assert bar.text == "Non-renewable resource crimes no evidence in the library"
    assert not bar.previous_button.isEnabled()
    assert not bar.next_button.isEnabled()


def test_in_a_narrow_column_the_figure_and_the_place_stay_whole(
    bar: EvidenceBar, gold: Indicator
) -> None:
    bar.show_passage(gold, NINE, position=1, count=6, matched=("gold mining", "gold"))
    bar.resize(440, 40)
    bar.layout().activate()
    for label in bar.findChildren(ElidedLabel):
        if label.text in ("9.00", "1 of 6 · suggested"):
            assert label.width() >= label.sizeHint().width()
    assert bar.close_button.geometry().right() < bar.width()


def test_it_wears_the_colour_of_the_pillar_in_every_look(
    bar: EvidenceBar, gold: Indicator, themes: Callable[[str], Theme]
) -> None:
    bar.show_passage(gold, NINE, position=1, count=6)
    for look in ("light", "dark"):
        theme = themes(look)
        bar.set_theme(theme)
        image = bar.grab().toImage()
        assert image.pixelColor(16, image.height() // 2) == theme.pillar("criminal_markets")
        assert image.pixelColor(4, 8) == theme.colour("surface")
        assert image.pixelColor(4, 0) == theme.colour("line")
