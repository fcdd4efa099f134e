"""Saved pages of the index: the same figures out of every rendering, and doubts said aloud."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from importing import Import
from index_pages import NARRATIVE, Figures, figures, page

from reader.domain.document import PassageKind
from reader.domain.errors import ImportFailed
from reader.domain.scoring import ScoredIndex
from reader.ingest.imported import Imported, Knowledge
from reader.ingest.index_page import import_index_page


def _read(import_text: Import, text: str) -> Imported:
    imported = import_text(text, "page.txt")
    assert imported.format == "index_page"
    return imported


def _expected(made: Figures) -> dict[str, tuple[Decimal, Decimal | None]]:
    return {
        key: (Decimal(value), None if change in (None, "n/a") else Decimal(str(change)))
        for key, (value, change) in made.items()
    }


def _found(imported: Imported) -> dict[str, tuple[Decimal, Decimal | None]]:
    (sheet,) = imported.sheets
    return {score.indicator: (score.value, score.change) for score in sheet.scores}


TOTALS = {
    "criminal_markets": ("5.00", "0.20"),
    "criminal_actors": ("5.70", "-0.10"),
    "resilience": ("4.50", "n/a"),
}


@pytest.mark.parametrize("above", [False, True], ids=["label first", "value first"])
@pytest.mark.parametrize("definitions", [True, False], ids=["defined", "bare"])
@pytest.mark.parametrize("totals", [TOTALS, {}], ids=["with totals", "without totals"])
@pytest.mark.parametrize("edition", ["2021", "2023", "2025"])
def test_every_rendering_gives_every_figure(
    above: bool,
    definitions: bool,
    totals: Figures,
    edition: str,
    import_text: Import,
    index: ScoredIndex,
) -> None:
    made = figures(index, edition)
    text = page(index, made, above=above, definitions=definitions, totals=totals)
    imported = _read(import_text, text)
    assert _found(imported) == _expected(made)
    (sheet,) = imported.sheets
    assert (sheet.edition, sheet.country) == (edition, "UY")
    assert sheet.edition_basis is not None
    assert {total.id for total in sheet.totals} == set(totals)
    paragraphs = [block.text for block in imported.blocks if block.cell is None]
    assert paragraphs == list(NARRATIVE)
    assert imported.metadata.title == f"Uruguay: Global Organized Crime Index {edition}"


def test_changes_are_comparable_only_where_the_page_gives_them(
    import_text: Import, index: ScoredIndex
) -> None:
    (sheet,) = _read(import_text, page(index, figures(index, "2023"), totals=TOTALS)).sheets
    assert {score.indicator for score in sheet.scores if not score.comparable} == index.edition(
        "2023"
    ).new
    assert {total.id: total.comparable for total in sheet.totals} == {
        "criminal_markets": True,
        "criminal_actors": True,
        "resilience": False,
    }


def test_totals_above_their_labels_with_ranks_do_not_shift_the_scores(
    import_text: Import, index: ScoredIndex
) -> None:
    made = figures(index, "2023")
    head = ["6.400.05", "Criminality score", "10th of 35 countries in Americas-1"]
    imported = _read(import_text, page(index, made, definitions=False, head=head, totals=TOTALS))
    assert _found(imported) == _expected(made)
    (sheet,) = imported.sheets
    assert {total.id: total.value for total in sheet.totals} == {
        "criminality": Decimal("6.40"),
        "criminal_markets": Decimal("5.00"),
        "criminal_actors": Decimal("5.70"),
        "resilience": Decimal("4.50"),
    }
    assert "10th of 35 countries in Americas-1" in [block.text for block in imported.blocks]


@pytest.mark.parametrize("above", [False, True], ids=["label first", "value first"])
@pytest.mark.parametrize("definitions", [True, False], ids=["defined", "bare"])
@pytest.mark.parametrize("twice", [False, True], ids=["once", "resilience twice"])
def test_a_head_with_all_totals_and_ranks_goes_with_every_rendering(
    above: bool, definitions: bool, twice: bool, import_text: Import, index: ScoredIndex
) -> None:
    made = figures(index, "2023")
    head = [
        *("6.400.05", "Criminality score", "32nd of 193 countries-2"),
        *("10th of 35 countries in Americas-1", "6th of 12 countries in South America0"),
        *("4.50-0.21", "Resilience score", "90th of 193 countries5"),
        *("Read more on example.netCriminal markets", "4.800.20"),
    ]
    totals = {"criminal_actors": ("5.70", "-0.10"), "resilience": ("4.50", "-0.21")}
    text = page(
        index,
        made,
        above=above,
        definitions=definitions,
        head=head,
        totals=totals,
        resilience_twice=twice,
    )
    imported = _read(import_text, text)
    assert _found(imported) == _expected(made)
    (sheet,) = imported.sheets
    assert {total.id: (str(total.value), str(total.change)) for total in sheet.totals} == {
        "criminality": ("6.40", "0.05"),
        "resilience": ("4.50", "-0.21"),
        "criminal_markets": ("4.80", "0.20"),
        "criminal_actors": ("5.70", "-0.10"),
    }
    assert not any("twice" in warning for warning in imported.warnings)


def test_a_total_without_a_change_compares_over_the_same_indicators_only(
    import_text: Import, index: ScoredIndex
) -> None:
    totals: Figures = {"criminal_markets": ("5.00", None), "resilience": ("5.00", None)}
    (sheet,) = _read(import_text, page(index, figures(index, "2023"), totals=totals)).sheets
    assert {total.id: (total.change, total.comparable) for total in sheet.totals} == {
        "criminal_markets": (None, False),
        "resilience": (None, True),
    }


def test_a_pillar_s_name_without_a_figure_takes_none(
    import_text: Import, index: ScoredIndex
) -> None:
    made = figures(index, "2023")
    text = page(index, made, above=True, definitions=False).replace(
        "\nPrivate sector actors", "\nPrivate sector actors\nResilience"
    )
    imported = _read(import_text, text)
    assert _found(imported) == _expected(made)
    assert "Resilience" in [block.text for block in imported.blocks if block.cell is None]


def test_short_names_and_glued_labels_are_understood(
    import_text: Import, index: ScoredIndex
) -> None:
    made = figures(index, "2023")
    text = page(index, made, totals=TOTALS)
    text = text.replace("Political leadership and governance", "leadership & governance")
    text = text.replace("Criminal markets\n", "Read more on example.netCriminal markets\n")
    text = text.replace("Cocaine trade\n", "Cocaine trade ").replace("4.50 n/a", "4.50\nn/a")
    imported = _read(import_text, text)
    assert _found(imported) == _expected(made)
    assert len(imported.sheets[0].totals) == 3
    assert not any("example.net" in block.text for block in imported.blocks)


def test_a_block_printed_twice_is_taken_once_when_both_agree(
    import_text: Import, index: ScoredIndex
) -> None:
    made = figures(index, "2023")
    imported = _read(import_text, page(index, made, resilience_twice=True))
    assert _found(imported) == _expected(made)
    assert imported.warnings == ()
    names = [block.text for block in imported.blocks if block.cell and block.cell.column == 0]
    assert len(names) == len(set(names)) == 32


def test_copies_that_disagree_are_reported(import_text: Import, index: ScoredIndex) -> None:
    text = page(index, figures(index, "2023"), resilience_twice=True)
    before, after = text.rsplit("Prevention\n", 1)
    changed = f"{before}Prevention\n9.990.00\n{after.split(chr(10), 1)[1]}"
    imported = _read(import_text, changed)
    assert _found(imported) == _expected(figures(index, "2023"))
    assert "Prevention is printed twice" in imported.warnings[0]
    assert "9.99 (0.00)" in imported.warnings[0]


def test_a_page_cut_short_gives_what_it_has_and_says_what_it_lacks(
    import_text: Import, index: ScoredIndex
) -> None:
    made = dict(list(figures(index, "2023").items())[:30])
    imported = _read(import_text, page(index, made))
    assert _found(imported) == _expected(made)
    assert imported.warnings == ("2 of 32 indicators are missing: Prevention, Non-state actors",)


def test_a_figure_off_the_scale_is_no_score_but_can_be_read(
    import_text: Import, index: ScoredIndex
) -> None:
    made = {**figures(index, "2023"), "heroin_trade": ("11.00", "0.00")}
    imported = _read(import_text, page(index, made))
    assert "heroin_trade" not in _found(imported)
    assert "Heroin trade: 11.00 is not on the index's scale" in imported.warnings[0]
    assert "11.00" in [block.text for block in imported.blocks]


def test_totals_that_are_not_the_mean_are_reported(import_text: Import, index: ScoredIndex) -> None:
    text = page(index, figures(index, "2023"), totals={"resilience": ("9.00", None)})
    assert any("resilience: published 9.00" in each for each in _read(import_text, text).warnings)


@pytest.mark.parametrize(
    "line", ["Global Organized Crime Index 2025", "2025 edition", "Organized Crime Index – 2025"]
)
def test_a_stated_edition_wins(line: str, import_text: Import, index: ScoredIndex) -> None:
    text = page(index, figures(index, "2023"), head=[line])
    (sheet,) = _read(import_text, text).sheets
    assert (sheet.edition, sheet.edition_basis) == ("2025", None)
    new = next(score for score in sheet.scores if score.indicator == "financial_crimes")
    assert (new.change, new.comparable) == (None, False)


def test_a_choice_of_editions_states_none(import_text: Import, index: ScoredIndex) -> None:
    head = ["2021 edition", "2023 edition"]
    (sheet,) = _read(import_text, page(index, figures(index, "2023"), head=head)).sheets
    assert sheet.edition == "2023"
    assert sheet.edition_basis is not None


def test_an_indicator_that_the_stated_edition_lacks_is_left_out_and_named(
    import_text: Import, index: ScoredIndex
) -> None:
    text = page(index, figures(index, "2023"), head=["Global Organized Crime Index 2021"])
    imported = _read(import_text, text)
    assert len(imported.sheets[0].scores) == 26
    assert any("Financial crimes is not scored in the edition 2021" in w for w in imported.warnings)


def test_a_change_that_is_not_printed_is_unknown_not_incomparable(
    import_text: Import, index: ScoredIndex
) -> None:
    made = {key: (value, None) for key, (value, _) in figures(index, "2023").items()}
    stated = _read(import_text, page(index, made, head=["Global Organized Crime Index 2023"]))
    by_indicator = {score.indicator: score for score in stated.sheets[0].scores}
    assert by_indicator["cocaine_trade"].comparable
    assert not by_indicator["financial_crimes"].comparable


def test_without_an_edition_there_is_a_document_but_no_sheet(
    import_text: Import, index: ScoredIndex
) -> None:
    made = {key: (value, None) for key, (value, _) in figures(index, "2023").items()}
    imported = _read(import_text, page(index, made))
    assert imported.sheets == ()
    assert imported.metadata.title == "Uruguay: Global Organized Crime Index"
    assert "edition can be told neither" in imported.warnings[0]
    assert any(block.kind is PassageKind.TABLE_CELL for block in imported.blocks)


def test_without_a_country_there_is_a_document_but_no_sheet(
    import_text: Import, index: ScoredIndex
) -> None:
    text = page(index, figures(index, "2023"), narrative=["No country is named here."])
    imported = _read(import_text, text)
    assert imported.sheets == ()
    assert imported.metadata.countries == ()
    assert "countries" not in imported.metadata.origins
    assert imported.metadata.title == "Global Organized Crime Index 2023"
    assert "which country" in imported.warnings[0]


def test_a_line_that_is_a_country_s_name_names_the_country(
    import_text: Import, index: ScoredIndex
) -> None:
    text = page(index, figures(index, "2023"), head=["Brazil"])
    assert _read(import_text, text).metadata.countries == ("BR",)
    several = page(index, figures(index, "2023"), head=["Brazil", "Chile"])
    assert _read(import_text, several).metadata.countries == ("UY",)


def test_furniture_goes_and_the_page_s_own_last_words_stay(
    import_text: Import, index: ScoredIndex
) -> None:
    tail = [
        "Access the example website for more content on this",
        "give us your feedbackThe views here are its authors'; the Global Initiative Against "
        "Transnational Organized Crime may hold others.",
    ]
    text = page(index, figures(index, "2023"), narrative=[*NARRATIVE, *tail])
    imported = _read(import_text, text)
    assert imported.blocks[-1].text.startswith("The views here")
    assert imported.metadata.origins["publisher"] == "stated"
    assert not any("website" in block.text for block in imported.blocks)


def test_a_figure_without_a_label_is_kept_as_it_is(import_text: Import, index: ScoredIndex) -> None:
    text = page(index, figures(index, "2023"), head=["7.00 n/a", "Some words."])
    imported = _read(import_text, text)
    assert imported.blocks[0].text == "7.00 (n/a)"


def test_an_article_that_quotes_a_score_is_an_article(import_text: Import) -> None:
    text = "Scores\n\nHuman trafficking\n\n7.00\n\nThat is what Chile got, and it was too much."
    assert import_text(text, "page.txt").format == "saved_text"
    prices = "Prices\n\n" + "Bread 2.50\n\n" * 9
    assert import_text(prices, "page.txt").format == "saved_text"


def test_an_index_page_without_an_ending_is_known(import_text: Import, index: ScoredIndex) -> None:
    assert import_text(page(index, figures(index, "2023")), "saved page").format == "index_page"


def test_another_text_is_refused_by_the_importer_itself(knowledge: Knowledge) -> None:
    with pytest.raises(ImportFailed, match="not a page of a scored index"):
        import_index_page("Some words.", "page.txt", knowledge)


FIGURES = st.tuples(
    st.integers(100, 1000).map(lambda cents: f"{cents / 100:.2f}"),
    st.integers(-900, 900).map(lambda cents: f"{cents / 100:.2f}"),
)


@settings(deadline=None, max_examples=40)
@given(st.lists(FIGURES, min_size=32, max_size=32), st.booleans(), st.booleans())
def test_any_glued_figures_come_apart_exactly(
    knowledge: Knowledge,
    index: ScoredIndex,
    drawn: list[tuple[str, str]],
    above: bool,
    definitions: bool,
) -> None:
    made: Figures = {each.id: figure for each, figure in zip(index.indicators(), drawn)}
    text = page(index, made, above=above, definitions=definitions)
    imported = import_index_page(text, "page.txt", knowledge)
    assert _found(imported) == _expected(made)
