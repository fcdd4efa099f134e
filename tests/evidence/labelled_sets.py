"""Paragraphs for which a person has said which indicator they are the best evidence for."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from reader.domain.document import Block, Passage, PassageKind, place_blocks
from reader.domain.evidence import EvidenceLink
from reader.evidence.lexicon import Lexicon
from reader.evidence.ranking import suggest

HERE = Path(__file__).resolve().parent
CHECKOUT = HERE.parents[1]
# A saved index page, kept beside the checkout because its words are not ours to ship.
INDEX_PAGES = CHECKOUT.parent / "shared" / "sources"

# The paragraphs of the saved page, from 0, that a person would choose for each indicator.
INDEX_PAGE_LABELS: Mapping[str, frozenset[int]] = {
    "human_trafficking": frozenset({0}),
    "human_smuggling": frozenset({1}),
    "extortion_and_protection_racketeering": frozenset({2}),
    "arms_trafficking": frozenset({3}),
    "trade_in_counterfeit_goods": frozenset({4}),
    "illicit_trade_in_excisable_goods": frozenset({4}),
    "flora_crimes": frozenset({5}),
    "fauna_crimes": frozenset({6}),
    "non_renewable_resource_crimes": frozenset({7}),
    "heroin_trade": frozenset({8}),
    "cocaine_trade": frozenset({9}),
    "cannabis_trade": frozenset({10}),
    "synthetic_drug_trade": frozenset({11}),
    "cyber_dependent_crimes": frozenset({12}),
    "financial_crimes": frozenset({13}),
    "criminal_networks": frozenset({14}),
    "state_embedded_actors": frozenset({15}),
    "mafia_style_groups": frozenset({16}),
    "foreign_actors": frozenset({17}),
    "private_sector_actors": frozenset({18}),
    "political_leadership_and_governance": frozenset({19}),
    "government_transparency_and_accountability": frozenset({19}),
    "international_cooperation": frozenset({20}),
    "national_policies_and_laws": frozenset({20}),
    "judicial_system_and_detention": frozenset({21}),
    "law_enforcement": frozenset({22}),
    "territorial_integrity": frozenset({23}),
    "anti_money_laundering": frozenset({24}),
    "economic_regulatory_capacity": frozenset({25}),
    "victim_and_witness_support": frozenset({26}),
    "prevention": frozenset({27}),
    "non_state_actors": frozenset({28}),
}


@dataclass(frozen=True)
class LabelledSet:
    """The passages of one document, and by indicator the ordinals that a person would choose."""

    name: str
    title: str
    passages: tuple[Passage, ...]
    right: Mapping[str, frozenset[int]]


@dataclass(frozen=True)
class Outcome:
    """What was suggested for one indicator."""

    indicator: str
    right: bool
    links: int
    best: str


def all_sets() -> Iterator[LabelledSet]:
    """The sets of this folder, and the saved index page where it is at hand."""
    for path in sorted((HERE / "labelled").glob("*.toml")):
        yield read_set(path)
    page = index_page()
    if page is not None:
        yield page


def read_set(path: Path) -> LabelledSet:
    """A set from its file."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    right: dict[str, set[int]] = {}
    for ordinal, paragraph in enumerate(data["paragraphs"]):
        for indicator in paragraph["indicators"]:
            right.setdefault(indicator, set()).add(ordinal)
    return LabelledSet(
        name=path.stem,
        title=data["title"],
        passages=paragraphs(each["text"] for each in data["paragraphs"]),
        right={indicator: frozenset(ordinals) for indicator, ordinals in right.items()},
    )


def index_page() -> LabelledSet | None:
    """The narrative of the saved index page, or None where the page is not at hand."""
    pages = sorted(INDEX_PAGES.glob("004_*.txt"))
    if not pages:
        return None
    lines = pages[0].read_text(encoding="utf-8").splitlines()
    first = next(n for n, line in enumerate(lines) if line.startswith("Peru is a source and"))
    last = next(n for n, line in enumerate(lines) if line.startswith("Journalists in Peru"))
    return LabelledSet(
        "saved index page", "", paragraphs(lines[first : last + 1]), INDEX_PAGE_LABELS
    )


def paragraphs(texts: Iterator[str] | list[str]) -> tuple[Passage, ...]:
    """Texts as the paragraphs of one version, without headings."""
    return place_blocks(Block(PassageKind.PARAGRAPH, text) for text in texts)


def judge(labelled: LabelledSet, lexicon: Lexicon) -> list[Outcome]:
    """Compare the best suggestion for each labelled indicator with the person's choice."""
    links = suggest(labelled.passages, lexicon, version=1, language="en", title=labelled.title)
    by_indicator: dict[str, list[EvidenceLink]] = {}
    for link in links:
        by_indicator.setdefault(link.indicator, []).append(link)
    outcomes = []
    for indicator, right in labelled.right.items():
        suggested = by_indicator.get(indicator, [])
        best = suggested[0] if suggested else None
        outcomes.append(
            Outcome(
                indicator=indicator,
                right=best is not None and best.passage in right,
                links=len(suggested),
                best=_describe(labelled, suggested, right),
            )
        )
    return outcomes


def _describe(labelled: LabelledSet, links: list[EvidenceLink], right: frozenset[int]) -> str:
    if not links:
        return "nothing suggested"
    best = links[0]
    wanted = [f"{each.score:.1f} {each.matched}" for each in links if each.passage in right]
    opening = labelled.passages[best.passage].text[:40]
    return f"“{opening}…” {best.score:.1f} {best.matched}, wanted {wanted or 'not suggested'}"


def many_passages(count: int) -> tuple[Passage, ...]:
    """The sets' paragraphs over and over, each numbered so that no text repeats."""
    pool = [passage for labelled in all_sets() for passage in labelled.passages]
    texts = (f"{pool[n % len(pool)].text} Item {n}." for n in range(count))
    return tuple(replace(passage, ordinal=n) for n, passage in enumerate(paragraphs(texts)))
