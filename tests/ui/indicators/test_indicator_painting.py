"""How the table looks: colours of the pillars, honest bars, contrast, the current row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from reader.domain.scoring import Direction
from reader.library.profile_values import CountryProfile
from reader.ui.indicators.cells import Column
from reader.ui.indicators.indicator_delegate import IndicatorDelegate
from reader.ui.indicators.indicator_model import IndicatorModel
from reader.ui.indicators.indicator_table import IndicatorTable
from reader.ui.profile.figures import change_colour
from reader.ui.theme import Theme

Themes = Callable[[str], Theme]


def painted(table: IndicatorTable, indicator: str, column: Column) -> QImage:
    model = table.view.model()
    assert isinstance(model, IndicatorModel)
    index = model.find(indicator).siblingAtColumn(column)
    table.view.scrollTo(index)
    rect: QRect = table.view.visualRect(index)
    return table.view.viewport().grab(rect).toImage()


def count(image: QImage, colour: QColor) -> int:
    return sum(
        image.pixel(x, y) == colour.rgb()
        for x in range(image.width())
        for y in range(image.height())
    )


def longest_run(image: QImage, colour: QColor) -> int:
    return max(
        sum(image.pixel(x, y) == colour.rgb() for x in range(image.width()))
        for y in range(image.height())
    )


@pytest.mark.parametrize("look", ["light", "dark"])
@pytest.mark.parametrize(
    ("indicator", "pillar"),
    [
        ("heroin_trade", "criminal_markets"),
        ("criminal_networks", "criminal_actors"),
        ("prevention", "resilience"),
    ],
)
def test_a_bar_is_in_its_pillars_colour_in_every_look(
    table: IndicatorTable, themes: Themes, look: str, indicator: str, pillar: str
) -> None:
    theme = themes(look)
    table.set_theme(theme)
    image = painted(table, indicator, Column.SCORE)
    assert count(image, theme.pillar(pillar)) > 50
    assert count(image, theme.colour("surface")) > 50


def test_a_bar_is_as_long_as_its_score(table: IndicatorTable, light: Theme) -> None:
    colour = light.pillar("criminal_markets")
    nine = longest_run(painted(table, "cocaine_trade", Column.SCORE), colour)
    two = longest_run(painted(table, "illicit_trade_in_excisable_goods", Column.SCORE), colour)
    assert two / nine == pytest.approx(2 / 9, abs=0.07)


def test_a_change_has_a_colour_by_its_meaning_and_a_shape_by_its_sign(
    table: IndicatorTable, light: Theme
) -> None:
    worse, better = light.colour("error"), light.colour("accent")
    rise = painted(table, "heroin_trade", Column.CHANGE)
    fall = painted(table, "law_enforcement", Column.CHANGE)
    stronger = painted(table, "judicial_system_and_detention", Column.CHANGE)
    same = painted(table, "cocaine_trade", Column.CHANGE)
    assert count(rise, worse) > 10
    assert count(fall, worse) > 10
    assert count(stronger, better) > 10
    assert count(same, worse) == count(same, better) == 0
    assert widest_line(rise, worse) > widest_line(fall, worse)


def widest_line(image: QImage, colour: QColor) -> int:
    """The height of the widest line of a colour: low for ▲, high for ▼."""
    lines = [
        sum(image.pixel(x, y) == colour.rgb() for x in range(image.width()))
        for y in range(image.height())
    ]
    return lines.index(max(lines))


def test_unchanged_is_neither_good_nor_bad(light: Theme) -> None:
    for direction in Direction:
        assert change_colour(light, Decimal(0), direction) == light.colour("muted")


def test_the_current_row_has_an_accent_a_tint_and_a_frame_while_it_has_the_focus(
    table: IndicatorTable, light: Theme, qtbot: QtBot
) -> None:
    table.select_indicator("heroin_trade")
    table.filter_field.setFocus()
    image = painted(table, "heroin_trade", Column.NAME)
    assert image.pixelColor(1, image.height() // 2) == light.colour("accent")
    assert image.pixelColor(8, 4) == light.colour("selected")
    assert image.pixelColor(30, 0) == light.colour("selected")
    table.view.setFocus()
    image = painted(table, "heroin_trade", Column.NAME)
    assert image.pixelColor(30, 0) == light.colour("accent")
    other = painted(table, "cocaine_trade", Column.NAME)
    assert other.pixelColor(30, 0) == light.colour("surface")


def test_the_row_under_the_pointer_is_lit(light: Theme, peru: CountryProfile) -> None:
    model = IndicatorModel()
    model.set_profile(peru)
    image = QImage(120, 25, QImage.Format.Format_RGB32)
    option = QStyleOptionViewItem()
    option.rect = image.rect()
    option.state = QStyle.StateFlag.State_MouseOver
    painter = QPainter(image)
    IndicatorDelegate(light).paint(painter, option, model.find("heroin_trade"))
    painter.end()
    assert image.pixelColor(4, 4) == light.colour("page")


def test_rows_have_the_height_of_the_token_and_pillars_a_little_more(
    table: IndicatorTable, light: Theme
) -> None:
    model = table.view.model()
    top = model.index(0, 0)
    row = table.view.visualRect(model.index(0, 0, top)).height()
    assert row == light.size("row")
    assert table.view.visualRect(top).height() > row


def test_a_large_font_makes_higher_rows(light: Theme, peru: CountryProfile) -> None:
    model = IndicatorModel()
    model.set_profile(peru)
    large = replace(light, sizes={**light.sizes, "tool": 24.0})
    delegate = IndicatorDelegate(large)
    size: QSize = delegate.sizeHint(QStyleOptionViewItem(), model.find("heroin_trade"))
    assert size.height() > light.size("row")


def test_a_narrow_table_gives_names_the_room_of_the_bars(light: Theme) -> None:
    delegate = IndicatorDelegate(light)
    narrow, wide = delegate.column_widths(320), delegate.column_widths(400)
    assert narrow[Column.SCORE] < wide[Column.SCORE] - 24
    unscored = delegate.column_widths(400, bars=False)
    assert unscored[Column.NAME] > wide[Column.NAME]


def test_a_roomy_table_writes_the_last_head_out(light: Theme) -> None:
    delegate = IndicatorDelegate(light)
    assert delegate.column_widths(700)[Column.EVIDENCE] > (
        delegate.column_widths(400)[Column.EVIDENCE] + 30
    )


@pytest.mark.parametrize("look", ["light", "dark"])
@pytest.mark.parametrize("ground", ["surface", "selected", "page"])
@pytest.mark.parametrize(
    ("token", "least"),
    [("text", 4.5), ("muted", 4.5), ("error", 3.0), ("accent", 3.0)],
)
def test_text_and_arrows_can_be_read_on_every_ground(
    themes: Themes, look: str, ground: str, token: str, least: float
) -> None:
    theme = themes(look)
    assert contrast(theme.colour(token), theme.colour(ground)) >= least


@pytest.mark.parametrize("look", ["light", "dark"])
@pytest.mark.parametrize("pillar", ["criminal_markets", "criminal_actors", "resilience"])
def test_bars_stand_out_from_their_ground(themes: Themes, look: str, pillar: str) -> None:
    theme = themes(look)
    for ground in ("surface", "selected", "track"):
        assert contrast(theme.pillar(pillar), theme.colour(ground)) >= 3.0


def contrast(one: QColor, other: QColor) -> float:
    """The contrast ratio of WCAG 2.2, section 1.4.3."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: QColor) -> float:
    def linear(channel: float) -> float:
        return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(each) for each in colour.getRgbF()[:3])
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_every_state_of_the_table_can_be_painted(
    table: IndicatorTable, unscored: CountryProfile, qtbot: QtBot
) -> None:
    table.view.collapse(table.view.model().index(2, 0))
    for column in Column:
        table.view.sortByColumn(column, Qt.SortOrder.AscendingOrder)
        assert not table.grab().isNull()
    table.show_profile(unscored)
    assert not table.grab().isNull()
    table.resize(700, 400)
    assert not table.grab().isNull()
