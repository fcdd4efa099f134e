"""Pages below each other: where each stands, and which is where."""

from __future__ import annotations

from reader.domain.page import PageSize
from reader.ui.pages.page_column import GAP, MARGIN, PageColumn

SIZES = (PageSize(600, 800), PageSize(800, 600), PageSize(600, 800))


def test_the_widest_page_fits_the_view() -> None:
    column = PageColumn(SIZES, 848, 1.0)

    assert column.scale == 1.0
    assert column.rectangle(2).left() == MARGIN
    assert column.rectangle(1).center().x() == column.rectangle(2).center().x()
    assert column.rectangle(2).top() == column.rectangle(1).bottom() + GAP
    assert column.width == 848


def test_zoom_makes_the_column_wider_than_the_view() -> None:
    column = PageColumn(SIZES, 848, 2.0)

    assert column.rectangle(2).width() == 1600
    assert column.width == 1600 + 2 * MARGIN


def test_a_wide_view_makes_no_giant_pages() -> None:
    assert PageColumn(SIZES, 4000, 1.0).scale == 1.5


def test_a_place_is_found_again() -> None:
    column = PageColumn(SIZES, 848, 1.0)

    for page in (1, 2, 3):
        assert column.place_at(column.y_of(page, 250)) == (page, 250)
    between = column.rectangle(1).bottom() + GAP / 2
    assert column.page_at(between) == 2
    assert column.page_at(-50) == 1
    assert column.page_at(column.height + 50) == 3


def test_what_is_visible_is_from_the_first_to_the_last_touched() -> None:
    column = PageColumn(SIZES, 848, 1.0)

    assert list(column.visible(0, 100)) == [1]
    assert list(column.visible(700, 900)) == [1, 2]
    assert list(column.visible(0, column.height)) == [1, 2, 3]
