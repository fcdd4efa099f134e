"""Hits out of the library: the source's own words in full, cited, and no formula in any cell."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import markdown
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reader.catalogue.database import CATALOGUE_MIGRATIONS, Database
from reader.catalogue.document_store import DocumentStore
from reader.domain.document import (
    Block,
    Document,
    PassageKind,
    SourceMetadata,
    Version,
    place_blocks,
)
from reader.domain.errors import InvalidInput, ReaderError
from reader.domain.query_parsing import parse
from reader.library.hit_export import HEADER, HitExport
from reader.library.library import Library
from reader.library.search_results import Hit, HitGroup, SearchResults
from reader.search.marking import Snippet, matches
from reader.text.plain import plain_text

DAY = datetime.date(2026, 2, 3)
LONG = "Gold " + "and more and more of it " * 40 + "at night."
# What importers yield: see `reader.text.plain`.
PASSAGES = st.text(min_size=1, max_size=80).map(plain_text).filter(bool)


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HitExport]:
    """An export beside an empty catalogue: paragraphs stand in no table's row."""
    file = tmp_path_factory.mktemp("export") / "catalogue.sqlite3"
    database = Database(file, CATALOGUE_MIGRATIONS, writable=True)
    yield HitExport(DocumentStore(database), "A *library*")
    database.close()


def answer(text: str, query: str = "gold", **metadata: object) -> SearchResults:
    """The answer with one hit, whose snippet is cut."""
    known = SourceMetadata(**{"title": "A title", **metadata})  # type: ignore[arg-type]
    version = Version(7, "d", 1, "0" * 64, "2026-01-01T00:00:00+00:00", "a.md", "markdown", 1)
    document = Document("d", known, version)
    passage = place_blocks([Block(PassageKind.PARAGRAPH, text)])[0]
    parsed = parse(query)
    hit = Hit(document, passage, tuple(matches(text, parsed.root)), Snippet("…cut…", ()), 1.0)
    return SearchResults(
        parsed, query, (hit,), (HitGroup(document, (hit,), 1),), 1, 1.0, documents=1
    )


def table(text: str) -> list[dict[str, str]]:
    assert text.endswith("\r\n")
    return list(csv.DictReader(io.StringIO(text, newline="")))


class _Quotations(HTMLParser):
    """The texts of block quotes; any markup in them shows as one more."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.quoted: list[str] = []
        self._inside = 0
        self.feed(markdown.markdown(text))
        self.quoted = [each.rstrip("\n") for each in self.quoted]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside += tag == "blockquote"
        if self._inside and tag != "blockquote":
            self.quoted.append("")

    def handle_endtag(self, tag: str) -> None:
        self._inside -= tag == "blockquote"

    def handle_data(self, data: str) -> None:
        if self._inside and self.quoted:
            self.quoted[-1] += data


def test_a_table_of_hits_quotes_them_in_full(library: Library) -> None:
    results = library.searching.run("night fuel")
    rows = table(library.hit_export.hits_csv(results))

    assert list(rows[0]) == list(HEADER)
    assert len(rows) == len(results.hits) == 2
    for row, hit in zip(rows, results.hits, strict=True):
        assert row["document"] == hit.document.id
        assert row["quotation"] == hit.passage.text
        assert row["passage"] == str(hit.passage.ordinal)
        assert (row["title"], row["authors"]) == ("River gold", "A. Writer")
        assert (row["published"], row["accessed"], row["page"]) == ("2021-03", "", "")
        assert row["countries"] == "PE"
        assert row["matched words"] == "Fuel; night"
        assert row["citation"].startswith(
            "A. Writer, “River gold”, Example Weekly, 2021-03, https:"
        )
        assert row["citation"].endswith(f"{row['heading']}, para. {hit.passage.ordinal + 1}")


def test_a_row_of_a_table_is_quoted_as_a_row(library: Library) -> None:
    results = library.searching.run("guards")
    (row,) = table(library.hit_export.hits_csv(results))
    assert row["quotation"] == "Guards · 12 · 2016"
    assert row["matched words"] == "Guards"
    first = results.hits[0].passage.ordinal
    assert row["citation"].endswith(f"paras. {first + 1}–{first + 3}")

    text = library.hit_export.hit_text(results.hits[0])
    assert text.startswith("“Guards · 12 · 2016”\nA. Writer, “River gold”, Example Weekly,")
    assert "> Guards · 12 · 2016\n" in library.hit_export.hits_markdown(results, DAY)


def test_what_is_not_known_stays_empty(export: HitExport) -> None:
    (row,) = table(export.hits_csv(answer("Gold.")))
    unknown = {name for name, value in row.items() if not value}
    assert unknown == {
        "authors", "publisher", "published", "url", "accessed", "language", "countries",
        "heading", "page",
    }  # fmt: skip
    assert row["citation"] == "“A title”, n.d.; para. 1"


@given(PASSAGES)
@example("=cmd|' /C calc'!A0")
@example("'=1+1")
@example("-5 percent, they said")
@example("@sum, +1")
@example('He said "gold", and; left')
def test_no_cell_is_a_formula_and_none_loses_a_sign(export: HitExport, text: str) -> None:
    (row,) = table(export.hits_csv(answer(text, title=text, publisher=text)))
    for name in ("quotation", "title", "publisher"):
        cell = row[name]
        assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
        bare = cell.lstrip("'")
        guarded = cell.startswith("'") and bare[:1] in set("=+-@＝＋－＠")
        assert (cell[1:] if guarded else cell) == text


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_title_and_query_make_a_sound_table(export: HitExport, title: str, query: str) -> None:
    results = answer(LONG, query, title=title, url=title, authors=(title, title))
    text = export.hits_csv(results)
    assert text.encode()
    assert [row["quotation"] for row in table(text)] == [LONG]
    assert _Quotations(export.hits_markdown(results, DAY)).quoted == [LONG]


@given(PASSAGES)
@example("# No heading, *no* emphasis, <b>no</b> [link](x) &amp; 1. no list")
@example("1. not a list")
@example("> not a quotation")
@example("\u00a0no-break\u00a0")
def test_markdown_shows_the_sources_very_words(export: HitExport, text: str) -> None:
    assert _Quotations(export.hits_markdown(answer(text), DAY)).quoted == [text]


def test_markdown_names_query_day_and_library(library: Library) -> None:
    results = library.searching.run("fuel -silver*", limit=1)
    text = library.hit_export.hits_markdown(results, DAY)
    lines = text.splitlines()
    assert lines[0] == "# Search: fuel -silver\\*"
    assert "of the library “library”, 2026-02-03." in lines[2]
    assert lines[2].startswith(f"1 of {results.total} passages in 1 document")
    assert "## River gold" in lines
    assert "“River gold”" in text
    assert "\nThe camps, para. 4\n" in text
    assert "Read as: fuel AND NOT silver\\*" in lines


def test_what_matches_only_as_a_whole_is_said_to(export: HitExport) -> None:
    found = answer("Gold by day.")
    whole = answer("Silver.", title="Another")
    group = HitGroup(whole.groups[0].document, whole.groups[0].hits, whole=True)
    results = SearchResults(
        found.query, "gold", found.hits, (*found.groups, group), 1, 1.0, documents=1
    )
    text = export.hits_markdown(results, DAY)
    before, _, after = text.partition("## Documents that match only as a whole")
    assert "Gold by day." in before
    assert "Silver." in after
    assert [row["quotation"] for row in table(export.hits_csv(results))] == ["Gold by day."]


def test_the_hits_of_a_suggestion_are_called_so(library: Library) -> None:
    results = library.searching.run("counterfiet")
    assert results.suggestion == "counterfeit"
    text = library.hit_export.hits_markdown(results, DAY)
    assert "Nothing matched as typed; these are the passages for “counterfeit”." in text


def test_a_file_is_written_whole_or_not_at_all(library: Library, tmp_path: Path) -> None:
    results = library.searching.run("gold")
    library.hit_export.write(results, "csv", tmp_path / "hits.csv")
    data = (tmp_path / "hits.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbfdocument,"), "Excel takes it for UTF-8"
    assert data.decode("utf-8-sig") == library.hit_export.hits_csv(results)
    library.hit_export.write(results, "markdown", tmp_path / "hits.md")
    assert (tmp_path / "hits.md").read_text("utf-8").startswith("# Search: gold\n")
    assert b"\r" not in (tmp_path / "hits.md").read_bytes()
    with pytest.raises(InvalidInput):
        library.hit_export.write(results, "docx", tmp_path / "hits.docx")
    with pytest.raises(ReaderError, match="Choose another folder"):
        library.hit_export.write(results, "csv", tmp_path / "none" / "hits.csv")
    (tmp_path / "taken").mkdir()
    with pytest.raises(ReaderError):
        library.hit_export.write(results, "csv", tmp_path / "taken")
    assert sorted(each.name for each in tmp_path.iterdir() if "hits" in each.name) == [
        "hits.csv", "hits.md",
    ]  # fmt: skip
    assert not list(tmp_path.glob(".*"))
