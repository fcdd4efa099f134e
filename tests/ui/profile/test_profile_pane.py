"""The profile pane, as a reader meets it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from reader.domain.dates import PartialDate
from reader.domain.scoring import Category, Direction, Indicator, Pillar, Score, ScoredIndex
from reader.library.other_indices import OtherFigure, OtherIndex
from reader.library.profile_values import CountryProfile, Fact, ProfileSource
from reader.ui.profile.profile_pane import ProfilePane
from reader.ui.profile.score_figure import ScoreFigure
from reader.ui.profile.source_row import SourceRow
from reader.ui.theme import Theme

Show = Callable[[QWidget, int], QWidget]


@pytest.fixture
def pane(light: Theme, peru: CountryProfile, show: Show) -> Iterator[ProfilePane]:
    widget = ProfilePane(light)
    widget.show_profile(peru)
    host = show(widget, 400)
    yield widget
    host.hide()


def rows_of(pane: ProfilePane, section: str) -> list[SourceRow]:
    return pane.sections.body(section).findChildren(SourceRow)


def test_a_country_is_read_at_a_glance(pane: ProfilePane) -> None:
    assert pane.text.splitlines()[:3] == [
        "Peru South America 5 sources · newest 2023",
        "Criminality 6.40 +0.05, worse computed",
        "Resilience 4.38 −0.21, weaker computed",
    ]
    assert "World&nbsp;<b>32</b>/193" in pane.text
    assert "South&nbsp;America&nbsp;<b>6</b>/12" in pane.text
    assert pane.text.endswith("Global Organized Crime Index 2023")


def test_a_change_points_and_says_what_it_means(pane: ProfilePane) -> None:
    criminality, resilience = pane.findChildren(ScoreFigure)
    assert (criminality.arrow.moved, resilience.arrow.moved) == (1, -1)
    assert criminality.accessibleName() == "Criminality 6.40, +0.05, worse"


def test_a_computed_figure_says_so_and_a_published_one_does_not(
    pane: ProfilePane, peru: CountryProfile
) -> None:
    tips = [each.toolTip() for each in pane.findChildren(QLabel) if each.text() == "computed"]
    assert tips == ["The mean of its parts; the source does not print it"] * 2
    printed = {key: replace(total, computed=False) for key, total in peru.totals.items()}
    pane.show_profile(replace(peru, totals=printed))
    assert "computed" not in pane.text


def test_an_average_without_a_change_has_no_arrow(pane: ProfilePane, peru: CountryProfile) -> None:
    totals = dict(peru.totals)
    totals["criminality"] = replace(totals["criminality"], change=None, comparable=False)
    pane.show_profile(replace(peru, totals=totals))
    figure = pane.findChildren(ScoreFigure)[0]
    assert figure.text == "Criminality 6.40 n/a — not comparable with 2021 computed"
    assert figure.arrow.isHidden()


def test_a_missing_total_is_said_to_be_missing(pane: ProfilePane, peru: CountryProfile) -> None:
    totals = {key: total for key, total in peru.totals.items() if key != "resilience"}
    pane.show_profile(replace(peru, totals=totals))
    assert "Resilience – no score in the library" in pane.text
    assert "resilience: not known" in pane.picture.description


def test_an_index_without_composites_shows_its_pillars(
    pane: ProfilePane, peru: CountryProfile
) -> None:
    pane.show_profile(replace(peru, index=replace(peru.index, composites=())))
    assert "Criminal markets 6.20 0.00, unchanged" in pane.text
    assert "Criminal actors 6.60 +0.10, worse" in pane.text
    pane.show_profile(peru)
    assert "Criminal markets" not in pane.text


def test_without_ranks_the_pane_says_what_is_missing(
    pane: ProfilePane, peru: CountryProfile
) -> None:
    pane.show_profile(replace(peru, ranks={}))
    assert "Rank needs more countries: import the index workbook." in pane.text


def test_an_inferred_edition_says_how(pane: ProfilePane, peru: CountryProfile) -> None:
    pane.show_profile(replace(peru, edition_basis="its indicators are those of 2023"))
    assert pane.text.endswith("Edition 2023, inferred: its indicators are those of 2023")
    pane.show_profile(replace(peru, score_source=None))
    assert pane.text.endswith("Global Organized Crime Index, edition 2023")
    pane.show_profile(replace(peru, edition=None))
    assert "Global" not in pane.text


def test_sections_are_closed_until_one_is_opened_and_one_is_open_at_a_time(
    pane: ProfilePane, qtbot: QtBot
) -> None:
    heads = pane.sections.buttons
    assert [each.text() for each in heads.values()] == ["Summary", "Facts", "Sources 5", "Latest"]
    assert pane.sections.open_key is None
    closed = pane.sizeHint().height()
    qtbot.mouseClick(heads["summary"], Qt.MouseButton.LeftButton)
    assert pane.sections.body("summary").isVisible()
    assert heads["summary"].accessibleDescription() == "expanded"
    assert pane.sizeHint().height() > closed
    heads["sources"].setFocus()
    qtbot.keyClick(heads["sources"], Qt.Key.Key_Return)
    assert pane.sections.open_key == "sources"
    assert not pane.sections.body("summary").isVisible()
    qtbot.keyClick(heads["sources"], Qt.Key.Key_Space)
    assert pane.sections.open_key is None
    assert heads["sources"].accessibleDescription() == "collapsed"


def test_a_source_opens_its_document_by_mouse_and_by_key(pane: ProfilePane, qtbot: QtBot) -> None:
    pane.sections.open_section("sources")
    rows = rows_of(pane, "sources")
    assert [row.title for row in rows][:2] == [
        "Peru: organized crime index profile",
        "Peru: country profile",
    ]
    assert rows[1].accessibleDescription() == "A publisher · 2016-03-20 · summary"
    with qtbot.waitSignal(pane.documentActivated) as clicked:
        qtbot.mouseClick(rows[1], Qt.MouseButton.LeftButton)
    assert clicked.args == ["d2"]
    with qtbot.waitSignal(pane.documentActivated) as pressed:
        qtbot.keyClick(rows[4], Qt.Key.Key_Return)
    assert pressed.args == ["d5"]
    with qtbot.waitSignal(pane.documentActivated) as pressed:
        qtbot.keyClick(rows[2], Qt.Key.Key_Space)
    assert pressed.args == ["d3"]


def test_the_summary_leads_to_its_passage(pane: ProfilePane, qtbot: QtBot) -> None:
    pane.sections.open_section("summary")
    (link,) = rows_of(pane, "summary")
    assert link.title == "From: Peru: organized crime index profile"
    with qtbot.waitSignal(pane.passageActivated) as opened:
        qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    assert opened.args == ["d1", 3]


def test_a_summary_without_a_known_source_is_shown_as_it_is(
    pane: ProfilePane, peru: CountryProfile
) -> None:
    pane.show_profile(replace(peru, summary_source=None))
    assert rows_of(pane, "summary") == []
    pane.show_profile(replace(peru, summary_source=("gone", 0)))
    assert [row.title for row in rows_of(pane, "summary")] == ["Open its source"]


def test_facts_name_the_document_that_states_them(pane: ProfilePane, qtbot: QtBot) -> None:
    pane.sections.open_section("facts")
    labels = [each.text() for each in pane.sections.body("facts").findChildren(QLabel)]
    assert labels == [
        "From Peru: overview & facts, A publisher",
        "Lima",
        "From Peru: country profile, A publisher",
        "30.4 million (2015)",
    ]
    rows = rows_of(pane, "facts")
    assert [row.title for row in rows] == ["Capital", "Population"]
    with qtbot.waitSignal(pane.documentActivated) as opened:
        qtbot.mouseClick(rows[0], Qt.MouseButton.LeftButton)
    assert opened.args == ["d5"]


def test_a_fact_opens_the_passage_that_states_it_and_says_its_date_once(
    pane: ProfilePane, peru: CountryProfile, qtbot: QtBot
) -> None:
    area = Fact("Area", "1,285,216 sq km (2023 est.)", "d5", PartialDate(2023), passage=0)
    pane.show_profile(replace(peru, facts=(area,)))
    pane.sections.open_section("facts")
    labels = [each.text() for each in pane.sections.body("facts").findChildren(QLabel)]
    assert labels[-1] == area.value
    (row,) = rows_of(pane, "facts")
    assert row.accessibleName() == "Area: 1,285,216 sq km (2023 est.)"
    row.setFocus()
    with qtbot.waitSignal(pane.passageActivated) as opened:
        qtbot.keyClick(row, Qt.Key.Key_Return)
    assert opened.args == ["d5", 0]


def test_the_latest_items_come_newest_first(pane: ProfilePane, qtbot: QtBot) -> None:
    rows = rows_of(pane, "latest")
    assert [row.title for row in rows] == [
        "2023  Peru: organized crime index profile",
        "2016-03-20  Peru: country profile",
        "2015-06  News digest",
        "2013  The drug trade in Peru",
    ]
    with qtbot.waitSignal(pane.documentActivated) as opened:
        rows[2].click()
    assert opened.args == ["d4"]


def test_an_open_section_stays_open_for_the_next_country(
    pane: ProfilePane, unscored: CountryProfile
) -> None:
    pane.sections.open_section("sources")
    pane.show_profile(unscored)
    assert pane.sections.open_key == "sources"
    pane.sections.open_section("latest")
    pane.show_profile(replace(unscored, documents=()))
    assert pane.sections.open_key is None
    assert pane.sections.isHidden()


def test_a_country_without_scores_says_what_to_do_and_lists_its_documents(
    pane: ProfilePane, unscored: CountryProfile, qtbot: QtBot
) -> None:
    pane.show_profile(unscored)
    assert pane.text == (
        "Bolivia South America 2 sources · newest 2015\n"
        "No scores for Bolivia in the library. Import an index page or a score sheet."
    )
    assert not pane.picture.isVisible()
    pane.sections.open_section("sources")
    with qtbot.waitSignal(pane.documentActivated) as opened:
        rows_of(pane, "sources")[0].click()
    assert opened.args == ["d3"]


def test_without_a_country_the_pane_asks_for_one(pane: ProfilePane, peru: CountryProfile) -> None:
    pane.show_profile(None)
    assert pane.text == "Choose a country to see its profile."
    pane.show_profile(peru)
    assert pane.text.startswith("Peru")


def test_nothing_is_cut_at_the_narrowest_width(
    light: Theme, peru: CountryProfile, show: Show
) -> None:
    pane = ProfilePane(light)
    pane.show_profile(peru)
    host = show(pane, 300)
    inside = pane.rect()
    for child in pane.findChildren(QWidget):
        if child.isVisible() and child.parent() in (pane, pane.sections):
            assert inside.contains(child.geometry()), child
    buttons = list(pane.sections.buttons.values())
    assert buttons[-1].geometry().right() <= pane.sections.width()
    for figure in pane.findChildren(ScoreFigure):
        for label in figure.findChildren(QLabel):
            assert label.height() >= label.heightForWidth(label.width())
    host.hide()


def test_long_names_are_shortened_and_kept_in_the_tooltip(
    light: Theme, peru: CountryProfile, show: Show
) -> None:
    pane = ProfilePane(light)
    long = replace(
        peru.country,
        name="Saint Helena, Ascension and Tristan da Cunha and everything around it",
    )
    document = ProfileSource("x", "A title that is & remains far too long for a narrow column " * 2)
    pane.show_profile(replace(peru, country=long, documents=(document,)))
    host = show(pane, 320)
    assert pane.text.startswith(long.name)
    tips = [child.toolTip() for child in pane.findChildren(QWidget)]
    assert long.name in tips
    pane.sections.open_section("sources")
    assert rows_of(pane, "sources")[0].toolTip() == document.title
    host.hide()


@pytest.mark.parametrize("name", ["light", "dark", "sepia"])
def test_every_look_paints_the_pillars_in_their_colours(
    pane: ProfilePane, themes: Callable[[str], Theme], name: str
) -> None:
    theme = themes(name)
    pane.sections.open_section("facts")
    pane.set_theme(theme)
    picture = pane.picture.grab().toImage()
    colours = colours_of(picture)
    for pillar in ("criminal_markets", "criminal_actors", "resilience"):
        assert theme.pillar(pillar).rgb() in colours
    assert pane.grab().toImage().pixelColor(2, 2) == theme.colour("surface")


def test_the_picture_is_in_words_too(pane: ProfilePane) -> None:
    assert pane.picture.description == (
        "Base of the pyramid, criminal markets: 6.20 of 10. "
        "Its height, criminal actors: 6.60 of 10. "
        "Height of the panel, resilience: 4.38 of 10."
    )
    assert pane.picture.accessibleName() == "Pyramid and panel"


def test_lengths_in_the_picture_follow_the_scores(pane: ProfilePane, light: Theme) -> None:
    def panel_height(score: str) -> int:
        pane.picture.show_scores(None, None, Decimal(score), highest=Decimal(10))
        image = pane.picture.grab().toImage()
        teal = light.pillar("resilience").rgb()
        return max(
            sum(image.pixel(x, y) == teal for y in range(image.height()))
            for x in range(image.width())
        )

    full = panel_height("10")
    assert panel_height("5") == pytest.approx(full / 2, abs=2)
    assert panel_height("1") == pytest.approx(full / 10, abs=2)


def test_unknown_scores_leave_only_a_quiet_outline(pane: ProfilePane, light: Theme) -> None:
    pane.picture.show_scores(None, None, None, highest=Decimal(10))
    colours = colours_of(pane.picture.grab().toImage())
    assert light.pillar("criminal_markets").rgb() not in colours
    assert light.pillar("resilience").rgb() not in colours
    assert pane.picture.description.count("not known") == 3


def colours_of(image: QImage) -> set[int]:
    return {image.pixel(x, y) for x in range(image.width()) for y in range(image.height())}


def other_index() -> OtherIndex:
    pillar = Pillar("p", "Corruption", Direction.HIGHER_IS_BETTER, ())
    indicator = Indicator("cpi_score", "CPI score", "p", "How clean the public sector looks.")
    score = Score("cpi_score", Decimal(31), None, comparable=True, computed_change=Decimal(-2))
    scale = (Decimal(0), Decimal(100))
    index = ScoredIndex(
        "cpi", "Corruption Perceptions Index", "CPI", "A house", *scale, (pillar,), (), (), 0
    )
    return OtherIndex(
        index=index,
        country="PE",
        edition="2024",
        edition_basis="read from the name of the file",
        editions=("2024", "2023"),
        previous_edition="2023",
        figures=(
            OtherFigure(indicator, pillar, score, scale),
            OtherFigure(replace(indicator, name="Another"), pillar, None, scale),
        ),
        categories=(Category("Class", "Very high"),),
        source="Corruption Perceptions Index 2024, A house",
    )


def test_other_indices_are_a_section_of_their_own(pane: ProfilePane, peru: CountryProfile) -> None:
    assert "other_indices" not in pane.sections.buttons
    pane.show_profile(replace(peru, other_indices=(other_index(),)))
    assert pane.sections.buttons["other_indices"].text() == "Other indices 1"
    pane.sections.open_section("other_indices")
    said = [label.text() for label in pane.sections.body("other_indices").findChildren(QLabel)]
    assert said == [
        "Corruption Perceptions Index 2024",
        "CPI score",
        "31 of 100",
        "higher is better, −2 against 2023",
        "Another",
        "–",
        "higher is better",
        "Class",
        "Very high",
        "",
        "Corruption Perceptions Index 2024, A house, edition inferred: read from the name of the "
        "file",
    ]
    assert not any("31" in each for each in pane.text.splitlines())


def test_headings_that_do_not_fit_go_on_a_second_line(
    pane: ProfilePane, peru: CountryProfile, light: Theme
) -> None:
    pane.show_profile(replace(peru, other_indices=(other_index(),)))
    row = pane.sections.buttons["summary"].parentWidget()
    assert row is not None
    row.resize(1000, row.height())
    tops = {each.y() for each in pane.sections.buttons.values()}
    assert tops == {0}
    row.resize(200, row.height())
    assert len({each.y() for each in pane.sections.buttons.values()}) > 1
    assert all(each.geometry().right() < 200 for each in pane.sections.buttons.values())
    assert (
        row.height() == max(each.geometry().bottom() for each in pane.sections.buttons.values()) + 1
    )
