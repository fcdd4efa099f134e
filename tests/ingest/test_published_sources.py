"""The five published pages that the importers were made for, where a copy lies beside the project.

Their words are not ours to ship; what is listed here are the lines that are no text of theirs.
"""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest

from reader.domain.document import PassageKind
from reader.domain.scoring import complete_totals
from reader.ingest.formats import import_file
from reader.ingest.imported import Imported, Knowledge, Source
from reader.text.plain import plain_text

SOURCES = Path(__file__).parents[3] / "shared" / "sources"
if not SOURCES.is_dir():
    pytest.skip("the published pages are not beside this checkout", allow_module_level=True)

# By the beginning of the file's name.
TITLES = {
    "000": "Peru Profile",
    "001": "Peru News",
    "002": "Peru Profile",
    "003": "A Massive Drug Trade, and No Violence",
    "004": "Peru: Global Organized Crime Index 2023",
}
# Lines that are no text of the page, by how they begin.
BOILERPLATE = {
    "000": (
        "PERU PROFILEInv",
        "Chapters",
        "Other Countries",
        "Support Our",
        "Investigating organized",
        "DONATE NOW",
    ),
    "001": ("Read More", "Peru Groups"),
    "002": ("SHARETweet", "SEE ALSO", "More Coverage"),
    "003": ("Presented by", "How to Cook Spaghetti", "Cooking for yourself", "Join the Discussion"),
    "004": (
        "Read more on",
        "Access the GI-TOC",
        "For a better experience",
        "give us your feedback",
    ),
}
GLUED_TO_A_LINK = re.compile(r"Read more on globalinitiative\.net|give us your feedback")
# value and change, `None` where the page says that the two editions do not compare.
SCORES = """
human_trafficking 7.00 0.00
human_smuggling 6.50 0.50
extortion_and_protection_racketeering 4.50 None
arms_trafficking 6.50 1.00
trade_in_counterfeit_goods 9.00 None
illicit_trade_in_excisable_goods 2.00 None
flora_crimes 7.00 0.00
fauna_crimes 6.00 0.50
non_renewable_resource_crimes 9.00 0.00
heroin_trade 5.50 2.00
cocaine_trade 9.00 0.00
cannabis_trade 6.00 0.50
synthetic_drug_trade 4.50 0.50
cyber_dependent_crimes 5.00 None
financial_crimes 5.50 None
mafia_style_groups 7.00 1.00
criminal_networks 8.50 0.50
state_embedded_actors 7.50 0.50
foreign_actors 6.00 1.00
private_sector_actors 4.00 None
political_leadership_and_governance 2.50 -0.50
government_transparency_and_accountability 5.50 0.00
international_cooperation 5.00 0.00
national_policies_and_laws 6.00 0.00
judicial_system_and_detention 6.50 0.50
law_enforcement 3.50 -1.50
territorial_integrity 5.00 0.00
anti_money_laundering 4.00 -0.50
economic_regulatory_capacity 4.00 0.00
victim_and_witness_support 3.50 0.00
prevention 3.00 0.00
non_state_actors 4.00 -0.50
"""


def _source(number: str) -> Path:
    (path,) = SOURCES.glob(f"{number}_*.txt")
    return path


def _import(number: str, knowledge: Knowledge) -> Imported:
    path = _source(number)
    return import_file(Source(path.read_bytes(), path.name), knowledge)


def _words(text: str) -> str:
    return " ".join(text.split())


def _lines(number: str) -> list[str]:
    """The source's lines that are its text; after its comments begin, there are none."""
    text = _source(number).read_text(encoding="utf-8").split("\nJoin the Discussion")[0]
    lines = []
    for raw in text.split("\n"):
        line = _words(GLUED_TO_A_LINK.sub("", raw).replace("• ", ""))
        line = re.sub(r"(?<=\.) Read More$", "", line)
        if line and not line.startswith(BOILERPLATE[number]):
            lines.append(line)
    return lines


@pytest.mark.parametrize("number", sorted(TITLES))
def test_each_page_is_imported_cleanly(number: str, knowledge: Knowledge) -> None:
    imported = _import(number, knowledge)
    assert imported.metadata is not None
    assert imported.metadata.title == TITLES[number]
    assert imported.metadata.countries == ("PE",)
    assert imported.metadata.language == "en"
    assert imported.metadata.published is None
    assert imported.warnings == ()
    assert all(block.text and plain_text(block.text) == block.text for block in imported.blocks)


@pytest.mark.parametrize("number", ["000", "001", "002", "003"])
def test_every_line_of_a_page_s_text_is_a_passage(number: str, knowledge: Knowledge) -> None:
    passages = {_words(block.text) for block in _import(number, knowledge).blocks}
    assert [line for line in _lines(number) if line not in passages] == []


@pytest.mark.parametrize("number", sorted(TITLES))
def test_every_sentence_of_a_page_stands_in_its_passages(number: str, knowledge: Knowledge) -> None:
    whole = "\n".join(_words(block.text) for block in _import(number, knowledge).blocks)
    sentences = [
        sentence
        for line in _lines(number)
        for sentence in re.split(r"(?<=[.!?…]) ", line)
        if re.search(r"[.!?…][\"”’)]?$", sentence) and "survey, you will be" not in sentence
        if "constantly working" not in sentence
    ]
    assert len(sentences) > 10
    assert [sentence for sentence in sentences if sentence not in whole] == []


@pytest.mark.parametrize("number", sorted(TITLES))
def test_no_boilerplate_is_a_passage(number: str, knowledge: Knowledge) -> None:
    texts = [block.text for block in _import(number, knowledge).blocks]
    assert [text for text in texts if text.startswith(BOILERPLATE[number])] == []
    unrelated = ("Disqus", "Treehouse", "Quidditch", "Tinder", "Just In", "survey", "Read More")
    assert [text for text in texts if any(word in text for word in unrelated)] == []


def test_the_long_texts_have_their_sections(knowledge: Knowledge) -> None:
    headings = [
        block.text
        for block in _import("002", knowledge).blocks
        if block.kind is PassageKind.HEADING
    ]
    assert headings == ["Peru Profile", "Criminal Groups", "Security Forces", "Judicial System"]


def test_the_listing_has_its_items_with_captions_and_teasers(knowledge: Knowledge) -> None:
    blocks = _import("001", knowledge).blocks
    items = [block for block in blocks if block.level == 3]
    assert len(items) == 9
    for item in items:
        below = [block.kind for block in blocks if block.heading_path[-1:] == (item.text,)]
        assert below in ([PassageKind.PARAGRAPH], [PassageKind.CAPTION, PassageKind.PARAGRAPH])


def test_authors_are_read_off_and_nothing_else_is_made_up(knowledge: Knowledge) -> None:
    metadata = _import("003", knowledge).metadata
    assert metadata is not None
    assert metadata.authors == ("Robert Muggah", "Jeremy McDermott")
    assert (metadata.publisher, metadata.url) == (None, None)
    for number in ("000", "001", "002"):
        other = _import(number, knowledge).metadata
        assert other is not None
        assert (other.authors, other.publisher) == ((), None)


def test_all_scores_and_changes_are_exact(knowledge: Knowledge) -> None:
    (sheet,) = _import("004", knowledge).sheets
    assert (sheet.country, sheet.edition) == ("PE", "2023")
    assert sheet.edition_basis is not None
    found = [f"{score.indicator} {score.value} {score.change}" for score in sheet.scores]
    assert found == SCORES.strip().split("\n")
    assert all(score.comparable is (score.change is not None) for score in sheet.scores)


def test_published_totals_stay_published_and_the_missing_ones_can_be_computed(
    knowledge: Knowledge,
) -> None:
    (sheet,) = _import("004", knowledge).sheets
    index = knowledge.indices[sheet.index]
    totals = complete_totals(index, sheet.edition, sheet.scores, sheet.totals)
    assert {key: (total.value, total.computed) for key, total in totals.items()} == {
        "criminality": (Decimal("6.40"), True),
        "criminal_markets": (Decimal("6.20"), False),
        "criminal_actors": (Decimal("6.60"), False),
        "resilience": (Decimal("4.38"), True),
    }


def test_the_narrative_comes_whole_and_the_figures_as_one_table(knowledge: Knowledge) -> None:
    blocks = _import("004", knowledge).blocks
    narrative = [
        block.text
        for block in blocks
        if block.kind is PassageKind.PARAGRAPH and len(block.text) > 300
    ]
    assert len(narrative) == 29
    rows = {block.cell.row for block in blocks if block.cell}
    assert len(rows) == 34
