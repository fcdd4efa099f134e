"""Pages of a scored index saved as HTML: the figures of every layout are those of the text."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from index_pages import NARRATIVE, definition, figures

from reader.domain.scoring import Indicator, ScoredIndex
from reader.ingest.formats import import_file
from reader.ingest.imported import Imported, Knowledge, Source

Row = Callable[[Indicator, str, str], str]


def _signed(change: str) -> str:
    return change if not change or change[0] in "-n" else f"+{change}"


LAYOUTS: dict[str, Row] = {
    "glued in a box": lambda each, value, change: (
        f"<div><div>{each.name}</div><div>{value}<span>{change}</span></div>"
        f"<div>{definition(each)}</div></div>"
    ),
    "boxes of their own": lambda each, value, change: (
        f"<div><div>{each.name}</div><div>{value}</div><div>{change}</div>"
        f"<p>{definition(each)}</p></div>"
    ),
    "a box without edges": lambda each, value, change: (
        f"<button><span>{each.name}</span><span>{value}</span><span>{change}</span></button><hr>"
    ),
    "an entry of a list": lambda each, value, change: (
        f"<li>{each.name} <b>{value}</b> <i>{_signed(change)}</i></li>"
    ),
    "in brackets": lambda each, value, change: (
        f"<li>{each.name}: {value}{f' ({_signed(change)})' if change else ''}</li>"
    ),
    "a row of a table": lambda each, value, change: (
        f"<table><tr><th>{each.name}</th><td>{value}</td><td>{_signed(change)}</td></tr></table>"
    ),
    "defined before the value": lambda each, value, change: (
        f"<div><h4>{each.name}</h4><p>{definition(each)}</p><b>{value}</b> {change}</div>"
    ),
    "a sign to press": lambda each, value, change: (
        f"<div><div>{each.name}</div><div>i</div><div>{value}<span>{change}</span></div></div>"
    ),
    "terms": lambda each, value, change: (
        f"<dl><dt>{each.name}</dt><dd>{value}<small>{change}</small></dd></dl>"
    ),
    "the value above": lambda each, value, change: (
        f"<div><div>{value}<span>{change}</span></div><h4>{each.name}</h4></div>"
    ),
}


def _page(index: ScoredIndex, edition: str, row: Row) -> str:
    made = figures(index, edition)
    rows = [row(each, *_given(made[each.id])) for each in index.indicators() if each.id in made]
    prose = "".join(f"<p>{each}</p>" for each in NARRATIVE)
    return (
        "<!doctype html><html lang=en><head><title>Uruguay</title></head><body><nav><a href=/>Home"
        f"</a></nav><main><h1>Uruguay</h1>{''.join(rows)}{prose}</main></body></html>"
    )


def _given(figure: tuple[str, str | None]) -> tuple[str, str]:
    value, change = figure
    return value, change or ""


def _read(html: str, knowledge: Knowledge) -> Imported:
    return import_file(Source(html.encode(), "country.html"), knowledge)


@pytest.mark.parametrize("edition", ["2021", "2023", "2025"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_gives_every_figure_and_the_narrative(
    layout: str, edition: str, index: ScoredIndex, knowledge: Knowledge
) -> None:
    imported = _read(_page(index, edition, LAYOUTS[layout]), knowledge)
    assert imported.format == "index_page"
    (sheet,) = imported.sheets
    assert (sheet.country, sheet.edition) == ("UY", edition)
    found = {
        each.indicator: (str(each.value), None if each.change is None else str(each.change))
        for each in sheet.scores
    }
    assert found == {
        key: (value, None if change == "n/a" else change)
        for key, (value, change) in figures(index, edition).items()
    }
    texts = [block.text for block in imported.blocks]
    assert [each for each in texts if each in NARRATIVE] == list(NARRATIVE)


def test_two_columns_of_scores_are_not_a_score_and_its_change(
    index: ScoredIndex, knowledge: Knowledge
) -> None:
    def row(each: Indicator, value: str, _: str) -> str:
        return f"<table><tr><td>{each.name}</td><td>{value}</td><td>4.50</td></tr></table>"

    imported = _read(_page(index, "2025", row), knowledge)
    changes = [score.change for sheet in imported.sheets for score in sheet.scores]
    assert not any(changes)
