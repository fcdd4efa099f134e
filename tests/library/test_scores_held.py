"""Scores of several sources and editions seen as one: whose change, which rank, what is said."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

import pytest

from reader.catalogue.score_store import ScoreStore
from reader.domain.errors import NotFound
from reader.domain.scoring import Score, ScoreSheet
from reader.library.library import Library
from reader.library.removal import Marks
from reader.library.score_checks import ScoreChecks
from reader.library.storing import BACK_SCORES

INDEX = "global_organized_crime_index"
HEADER = "country,index,edition,indicator,value,change,comparable,source_title"
CPI = """Corruption Perceptions Index
Country / Territory,ISO3,CPI score 2024,CPI score 2023
Peru,PER,31,33
Chile,CHL,63,
"""


def bring(library: Library, folder: Path, name: str, rows: Iterable[str]) -> tuple[str, ...]:
    """Import a table of scores; the warnings."""
    text = "\n".join((HEADER, *(f"{row},{name}" for row in rows))).replace("IX", INDEX)
    (folder / name).write_text(text, encoding="utf-8")
    (source,) = library.importing.run([folder / name]).sources
    assert source.error is None
    return source.warnings


def score(library: Library, indicator: str, edition: str = "2023") -> Score:
    table = library.profiles.table("PE", edition)
    rows = (row for pillar in table.pillars for row in pillar.rows)
    found = next(row.score for row in rows if row.indicator.id == indicator)
    assert found is not None
    return found


def test_a_change_is_computed_from_two_editions(empty_library: Library, tmp_path: Path) -> None:
    bring(
        empty_library,
        tmp_path,
        "both.csv",
        [
            "PE,IX,2021,cocaine_trade,8.50,,",
            "PE,IX,2023,cocaine_trade,9.00,,",
            "PE,IX,2023,financial_crimes,5.00,,",
            "PE,IX,2023,heroin_trade,5.00,,",
        ],
    )
    cocaine = score(empty_library, "cocaine_trade")
    assert (cocaine.change, cocaine.computed_change) == (None, Decimal("0.50"))
    assert not score(empty_library, "financial_crimes").comparable
    heroin = score(empty_library, "heroin_trade")
    assert (heroin.shown_change, heroin.comparable) == (None, True)


def test_both_changes_are_kept_and_told_where_they_disagree(
    empty_library: Library, tmp_path: Path
) -> None:
    page = ["PE,IX,2023,cocaine_trade,9.00,0.50,yes", "PE,IX,2023,heroin_trade,5.00,1.00,yes"]
    bring(empty_library, tmp_path, "page.csv", page)
    dataset = ["PE,IX,2021,cocaine_trade,8.75,,", "PE,IX,2021,heroin_trade,4.00,,"]
    warnings = bring(empty_library, tmp_path, "dataset.csv", dataset)
    told = [each for each in warnings if "publisher" in each]
    assert told == [
        "cocaine_trade (PE 2023): the publisher's change is +0.50, the figures of both editions "
        "give +0.25; both are shown"
    ]
    cocaine = score(empty_library, "cocaine_trade")
    assert (cocaine.shown_change, cocaine.computed_change) == (Decimal("0.50"), Decimal("0.25"))
    assert not score(empty_library, "heroin_trade").changes_disagree


def test_a_disagreement_is_told_of_the_figures_that_came_or_are_shown(
    empty_library: Library, tmp_path: Path
) -> None:
    def told(name: str, *rows: str) -> list[str]:
        warnings = bring(empty_library, tmp_path, name, list(rows))
        return [each for each in warnings if "publisher's change" in each]

    bring(empty_library, tmp_path, "old.csv", ["PE,IX,2021,cocaine_trade,8.75,,"])
    assert len(told("wrong.csv", "PE,IX,2023,cocaine_trade,9.00,0.50,yes")) == 1
    assert told("right.csv", "PE,IX,2023,cocaine_trade,9.00,0.25,yes") == []
    assert told("dataset.csv", "PE,IX,2023,cocaine_trade,9.00,,") == []
    (only,) = told("older.csv", "PE,IX,2021,cocaine_trade,8.00,,")
    assert "change is +0.25, the figures of both editions give +1.00" in only


def test_a_dataset_without_changes_does_not_hide_those_of_a_page(
    empty_library: Library, tmp_path: Path
) -> None:
    page = ["PE,IX,2023,cocaine_trade,9.00,0.50,yes", "PE,IX,2023,criminal_markets,6.20,0.10,yes"]
    bring(empty_library, tmp_path, "page.csv", page)
    dataset = ["PE,IX,2023,cocaine_trade,9.00,,", "PE,IX,2023,criminal_markets,6.20,,no"]
    bring(empty_library, tmp_path, "dataset.csv", dataset)
    assert score(empty_library, "cocaine_trade").change == Decimal("0.50")
    table = empty_library.profiles.table("PE")
    assert table.totals["criminal_markets"].change == Decimal("0.10")


def test_a_change_belongs_to_its_own_figure(empty_library: Library, tmp_path: Path) -> None:
    bring(empty_library, tmp_path, "page.csv", ["PE,IX,2023,cocaine_trade,9.00,0.50,yes"])
    warnings = bring(empty_library, tmp_path, "other.csv", ["PE,IX,2023,cocaine_trade,8.00,,"])
    assert "cocaine_trade: 8.00 here, but 9.00 in page.csv; the figure imported last is shown" in (
        warnings
    )
    shown = score(empty_library, "cocaine_trade")
    assert (shown.value, shown.change) == (Decimal("8.00"), None)


def test_the_source_named_is_that_of_most_figures(empty_library: Library, tmp_path: Path) -> None:
    rows = ["PE,IX,2023,cocaine_trade,9.00,,", "PE,IX,2023,heroin_trade,5.00,,"]
    bring(empty_library, tmp_path, "dataset.csv", [*rows, "PE,IX,2023,prevention,3.00,,"])
    assert empty_library.profiles.table("PE").score_source == "dataset.csv"
    bring(empty_library, tmp_path, "page.csv", rows[:1])
    assert empty_library.profiles.table("PE").score_source == "dataset.csv, and 1 other source"


def test_a_table_that_a_newer_one_replaces_leaves_nothing_behind(
    empty_library: Library, tmp_path: Path
) -> None:
    for value in ("9.00", "8.50"):
        bring(empty_library, tmp_path, "dataset.csv", [f"PE,IX,2023,cocaine_trade,{value},,"])
    assert score(empty_library, "cocaine_trade").value == Decimal("8.50")
    assert "left over" not in str(empty_library.integrity.verify())


def test_many_figures_that_differ_are_one_warning(empty_library: Library, tmp_path: Path) -> None:
    names = [each.id for each in empty_library.index.indicators()]
    bring(empty_library, tmp_path, "a.csv", [f"PE,IX,2023,{each},5.00,," for each in names])
    warnings = bring(
        empty_library, tmp_path, "b.csv", [f"PE,IX,2023,{each},6.00,," for each in names]
    )
    (told,) = [each for each in warnings if "differ" in each]
    assert told.startswith("32 figures differ from those held")
    assert told.endswith("and 27 more")


@pytest.mark.parametrize(("index", "edition"), [("tea", "2023"), (INDEX, "1999")])
def test_scores_that_nobody_describes_are_refused(
    empty_library: Library, index: str, edition: str
) -> None:
    checks = ScoreChecks(ScoreStore(empty_library._database), {INDEX: empty_library.index})
    with pytest.raises(NotFound):
        checks.warnings([ScoreSheet(index, edition, "PE", ())])


def test_the_same_file_again_replaces_what_it_gave(empty_library: Library, tmp_path: Path) -> None:
    bring(empty_library, tmp_path, "a.csv", ["PE,IX,2023,cocaine_trade,9.00,,"])
    bring(empty_library, tmp_path, "a.csv", ["PE,IX,2023,cocaine_trade,8.00,,"])
    assert score(empty_library, "cocaine_trade").value == Decimal("8.00")
    (holding,) = empty_library.documents.countries()
    assert holding.scores == 1


def test_ranks_count_published_and_computed_averages_and_ties(
    empty_library: Library, tmp_path: Path
) -> None:
    rows = [
        f"{country},IX,2023,criminality,{value},,"
        for country, value in (("CO", "7.00"), ("BR", "6.40"), ("MX", "7.00"), ("FR", "9.00"))
    ]
    # Peru's average is not printed, only what it is made of: 6.20 and 6.60.
    rows += ["PE,IX,2023,criminal_markets,6.20,,", "PE,IX,2023,criminal_actors,6.60,,"]
    bring(empty_library, tmp_path, "a.csv", rows)
    ranks = {
        country: {
            scope: (rank.place, rank.of)
            for scope, rank in empty_library.profiles.get(country).ranks.items()
        }
        for country in ("CO", "MX", "PE", "BR", "FR")
    }
    assert ranks["CO"] == {"world": (2, 5), "continent": (1, 4), "region": (1, 3)}
    assert ranks["MX"] == {"world": (2, 5), "continent": (1, 4)}
    assert ranks["PE"] == ranks["BR"] == {"world": (4, 5), "continent": (3, 4), "region": (2, 3)}
    assert ranks["FR"] == {"world": (1, 5)}


def test_other_indices_stand_beside_the_first_on_their_own_scale(
    empty_library: Library, tmp_path: Path
) -> None:
    bring(empty_library, tmp_path, "a.csv", ["PE,IX,2023,cocaine_trade,9.00,,"])
    (tmp_path / "cpi.csv").write_text(CPI, encoding="utf-8")
    empty_library.importing.run([tmp_path / "cpi.csv"])
    profile = empty_library.profiles.get("PE")
    assert profile.edition == "2023"
    assert set(profile.totals) == set()
    (cpi,) = profile.other_indices
    assert (cpi.index.id, cpi.edition, cpi.previous_edition) == ("cpi", "2024", "2023")
    (figure,) = cpi.figures
    assert figure.score is not None
    assert (str(figure.score.value), str(figure.score.computed_change)) == ("31", "-2")
    assert figure.scale == (Decimal(0), Decimal(100))
    (chile,) = empty_library.profiles.get("CL").other_indices
    assert chile.figures[0].score is not None
    assert chile.figures[0].score.shown_change is None
    assert empty_library.profiles.get("CL").edition is None
    empty_library.deriving.run()
    assert "left over" not in str(empty_library.integrity.verify())


def test_an_index_is_known_where_its_mapping_is_not(empty_library: Library, tmp_path: Path) -> None:
    (tmp_path / "cpi.csv").write_text(CPI, encoding="utf-8")
    empty_library.importing.run([tmp_path / "cpi.csv"])
    later = CPI.replace("2023", "2022").replace("2024", "2025")
    (tmp_path / "later.csv").write_text(later, encoding="utf-8")
    empty_library.importing.run([tmp_path / "later.csv"])
    index = empty_library.other_indices.get("cpi")
    assert [edition.id for edition in index.editions] == ["2022", "2023", "2024", "2025"]
    assert index.indicator("cpi_score").definition
    assert empty_library.other_indices.countries(index) == ["CL", "PE"]
    assert empty_library.other_indices.countries(index, "2022") == ["PE"]
    with pytest.raises(NotFound, match="It holds cpi"):
        empty_library.other_indices.get("tea")


def test_a_mapping_in_the_library_s_folder_serves(empty_library: Library, tmp_path: Path) -> None:
    folder = tmp_path / "library" / "mappings"
    folder.mkdir()
    (folder / "tea.toml").write_text(
        """
        [index]
        id = "tea"
        name = "Tea Index"
        lowest = 0
        highest = 10
        [recognise]
        columns = ["Nation", "Cups"]
        [country]
        name = "Nation"
        [edition]
        fixed = "2020"
        [[pillars]]
        id = "tea"
        name = "Tea"
        direction = "higher_is_better"
        [[pillars.indicators]]
        id = "cups"
        name = "Cups"
        columns = "Cups"
        """,
        encoding="utf-8",
    )
    (tmp_path / "tea.csv").write_text("Nation,Cups\nPeru,7.25\n", encoding="utf-8")
    (source,) = empty_library.importing.run([tmp_path / "tea.csv"]).sources
    assert source.error is None
    (tea,) = empty_library.other_indices.of_country("PE")
    assert (tea.index.name, tea.source) == ("Tea Index", "Tea Index 2020")


def test_a_newer_file_takes_the_place_of_the_older_and_of_its_original(
    empty_library: Library, tmp_path: Path
) -> None:
    bring(empty_library, tmp_path, "scores.csv", ["PE,IX,2023,cocaine_trade,8.50,,"])
    (first,) = empty_library.removal.score_files()
    bring(empty_library, tmp_path, "scores.csv", ["PE,IX,2023,cocaine_trade,9.00,,"])

    assert score(empty_library, "cocaine_trade").value == Decimal("9.00")
    empty_library.deriving.run()
    assert empty_library.integrity.verify() == []
    # Somebody may have no other copy of it.
    assert (empty_library.folder / "leftovers" / first.sha256).is_file()

    (second,) = empty_library.removal.score_files()
    empty_library.removal.remove([second.id], Marks.KEEP)
    warnings = bring(empty_library, tmp_path, "scores.csv", ["PE,IX,2023,cocaine_trade,9.50,,"])
    assert BACK_SCORES in warnings
    assert score(empty_library, "cocaine_trade").value == Decimal("9.50")
