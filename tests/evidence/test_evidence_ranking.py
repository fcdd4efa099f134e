"""What is suggested, in which order, and with which words."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.domain.document import Block, Passage, PassageKind, place_blocks
from reader.domain.evidence import EvidenceLink, EvidenceState
from reader.evidence.lexicon import Lexicon, load_lexicon
from reader.evidence.ranking import THRESHOLD, best_first, suggest
from reader.library.reference import DEFAULT_INDEX, load_index

RESOURCES = Path(__file__).resolve().parents[2] / "resources"
INDEX = load_index(RESOURCES / "indices" / f"{DEFAULT_INDEX}.toml")
LEXICON = load_lexicon(RESOURCES / "lexicons" / f"{DEFAULT_INDEX}.toml", INDEX)

SMALL = """
[en.cocaine_trade]
strong = ["cocaine", "coca leaf"]
supporting = ["powder", "shipment", "white powder", "coca"]
negative = ["pink cocaine", "cocaine anniversary"]

[en.prevention]
supporting = ["prevention", "schools"]

[es.cocaine_trade]
strong = ["cocaína"]
"""

FILLER = "The weather was fair and the harvest had been good for many years on end."


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Lexicon:
    path = tmp_path_factory.mktemp("lexicon") / "small.toml"
    path.write_text(SMALL, encoding="utf-8")
    return load_lexicon(path, INDEX)


def _place(
    *texts: str, heading: str = "", kind: PassageKind = PassageKind.PARAGRAPH
) -> tuple[Passage, ...]:
    path = ("Everything", heading) if heading else ()
    return place_blocks(Block(kind, text, heading_path=path) for text in texts)


def _suggest(
    lexicon: Lexicon, passages: Sequence[Passage], *, language: str | None = None, title: str = ""
) -> list[EvidenceLink]:
    return suggest(passages, lexicon, version=7, language=language, title=title)


def _score(lexicon: Lexicon, text: str, *, heading: str = "", title: str = "") -> float:
    """The score of a text for cocaine, 0 where it is not suggested."""
    links = _suggest(lexicon, _place(text, heading=heading), title=title)
    return max((each.score for each in links if each.indicator == "cocaine_trade"), default=0.0)


def test_a_link_carries_the_words_as_they_stand_and_where_they_stand(small: Lexicon) -> None:
    text = (
        f"Nothing here. «COCAINE» and white powder; the cocaine’s buyers wanted cocaine. {FILLER}"
    )
    (link,) = _suggest(small, _place(FILLER, text))
    assert (link.indicator, link.version, link.passage) == ("cocaine_trade", 7, 1)
    assert link.state is EvidenceState.SUGGESTED
    assert link.matched == ("COCAINE", "white powder", "cocaine’s", "cocaine")
    assert [text[start:end] for start, end in link.spans] == [*link.matched]


def test_one_supporting_word_suggests_nothing_and_two_different_ones_do(small: Lexicon) -> None:
    assert _score(small, f"A shipment and a shipment and a shipment. {FILLER}") == 0
    assert _score(small, f"A shipment of powder. {FILLER}") >= THRESHOLD


def test_strong_words_weigh_more_than_supporting_ones(small: Lexicon) -> None:
    assert _score(small, f"Much cocaine. {FILLER}") > _score(small, f"Powder shipment. {FILLER}")


def test_repetition_counts_less_and_less(small: Lexicon) -> None:
    once, twice, thrice = (
        _score(small, f"{FILLER} It was {'cocaine, ' * n}he said. {FILLER}") for n in (1, 2, 3)
    )
    assert once < twice < thrice
    assert twice - once > thrice - twice
    assert thrice < 2 * once


def test_the_lead_sentence_counts_more(small: Lexicon) -> None:
    assert _score(small, f"Cocaine came. {FILLER}") > _score(small, f"{FILLER} Cocaine came.")


def test_the_nearest_heading_counts_more_and_the_title_a_little(small: Lexicon) -> None:
    text = f"{FILLER} Cocaine came."
    plain = _score(small, text)
    titled = _score(small, text, title="Cocaine trade")
    assert plain < _score(small, text, title="White powder") < titled
    assert plain < _score(small, text, heading="Powder") < _score(small, text, heading="Cocaine")
    assert titled < _score(small, text, heading="Cocaine and powder")
    assert _score(small, text, heading="Powder and cocaine") == _score(
        small, text, heading="Cocaine"
    )


def test_a_heading_alone_is_no_evidence_but_lets_one_supporting_word_speak(small: Lexicon) -> None:
    assert _score(small, FILLER, heading="Cocaine") == 0
    assert _score(small, f"A shipment came. {FILLER}", heading="Powder") == 0
    assert _score(small, f"A shipment came. {FILLER}", heading="Cocaine") >= THRESHOLD


def test_an_official_name_is_strong_in_a_heading_even_if_its_word_is_an_everyday_one(
    small: Lexicon,
) -> None:
    (link,) = _suggest(small, _place(f"The schools do it. {FILLER}", heading="Prevention"))
    assert link.indicator == "prevention"
    assert _suggest(small, _place(f"The schools do it. {FILLER}", heading="Preventing")) != []
    assert _suggest(small, _place(f"The schools do it. {FILLER}", heading="Schools")) == []


@pytest.mark.parametrize("kind", [PassageKind.HEADING, PassageKind.TABLE_CELL, PassageKind.CODE])
def test_headings_cells_and_code_are_no_evidence(small: Lexicon, kind: PassageKind) -> None:
    assert _suggest(small, _place(f"Cocaine came. {FILLER}", kind=kind)) == []


@pytest.mark.parametrize("kind", [PassageKind.LIST_ITEM, PassageKind.CAPTION, PassageKind.QUOTE])
def test_items_captions_and_quotations_are(small: Lexicon, kind: PassageKind) -> None:
    assert len(_suggest(small, _place(f"Cocaine came. {FILLER}", kind=kind))) == 1


def test_a_negative_phrase_hides_its_words_and_weighs_against_the_rest(small: Lexicon) -> None:
    assert _score(small, f"Pink cocaine is another thing. {FILLER}") == 0
    mixed = f"{FILLER} Cocaine came. Pink cocaine is another thing."
    assert 0 < _score(small, mixed) < _score(small, f"{FILLER} Cocaine came. It is another thing.")
    (link,) = _suggest(small, _place(mixed))
    assert link.matched == ("Cocaine",)


def test_of_overlapping_phrases_the_longer_one_counts(small: Lexicon) -> None:
    (link,) = _suggest(small, _place(f"Coca leaf and white powder are here. {FILLER}"))
    assert link.matched == ("Coca leaf", "white powder")


def test_a_phrase_spans_hyphens_and_no_break_spaces_but_not_clauses(small: Lexicon) -> None:
    for joint in ("-", " ", "\u00a0", "’ ‘", "\u2011"):
        (link,) = _suggest(small, _place(f"It was coca{joint}leaf. {FILLER}"))
        assert link.matched == (f"coca{joint}leaf",)
    for parted in (". ", ", ", "; ", " (", ": "):
        assert _suggest(small, _place(f"It was coca{parted}leaf. {FILLER}")) == []


def test_a_phrase_cut_short_by_the_end_of_the_text_does_not_match(small: Lexicon) -> None:
    assert _suggest(small, _place(f"{FILLER} They sold coca")) == []


def test_a_stub_and_a_very_long_passage_stand_behind_a_paragraph(small: Lexicon) -> None:
    paragraph = _score(small, f"Cocaine came. {FILLER}")
    assert 0 < _score(small, "Cocaine came here again and again.") < paragraph
    assert _score(small, "Cocaine") == 0
    assert 0 < _score(small, f"Cocaine came. {FILLER * 30}") < paragraph


def test_that_there_is_no_evidence_of_a_market_is_evidence_too() -> None:
    text = "There is no sign that untaxed tobacco or the trade in excisable goods is common here."
    links = _suggest(LEXICON, _place(text))
    assert [each.indicator for each in links] == ["illicit_trade_in_excisable_goods"]


def test_links_come_by_indicator_best_first_and_equal_ones_in_reading_order(small: Lexicon) -> None:
    poor, rich = f"{FILLER} Cocaine came.", f"Cocaine, white powder and coca leaf. {FILLER}"
    prevention = f"Prevention begins in schools. {FILLER}"
    links = _suggest(small, _place(prevention, poor, rich, poor))
    assert [(each.indicator, each.passage) for each in links] == [
        ("cocaine_trade", 2),
        ("cocaine_trade", 1),
        ("cocaine_trade", 3),
        ("prevention", 0),
    ]


def test_links_of_several_versions_are_ordered_together() -> None:
    def link(version: int, passage: int, score: float) -> EvidenceLink:
        return EvidenceLink("prevention", version, passage, score, (), ())

    links = [link(2, 0, 3.0), link(1, 5, 3.0), link(1, 4, 3.0), link(3, 0, 9.0)]
    assert best_first(links) == [links[3], links[2], links[1], links[0]]


def test_a_document_is_read_in_its_own_language(small: Lexicon) -> None:
    passages = _place(f"La COCAINA y la cocaína. {FILLER}")
    (link,) = _suggest(small, passages, language="es")
    assert link.matched == ("COCAINA", "cocaína")
    assert _suggest(small, passages, language="en") == []


def test_nothing_is_suggested_from_nothing(small: Lexicon) -> None:
    assert _suggest(small, ()) == []
    assert _suggest(small, _place("", "—", FILLER)) == []


_VOCABULARY = [
    "cocaine", "coca", "leaf", "white", "powder", "pink", "trafficking", "human", "drug", "police",
    "heroin", "poppy", "prison", "money", "laundering", "illegal", "gold", "mining", "the", "of",
    "in", "prevention", "non-state", "actors", "state-embedded", "Cité", "ﬁrearms", "n°",
]  # fmt: skip
_WORDY = st.lists(
    st.tuples(
        st.sampled_from(_VOCABULARY), st.sampled_from([" ", "-", ". ", ", ", "\u00a0", "’s "])
    ),
    max_size=40,
).map(lambda pairs: "".join(word + joint for word, joint in pairs))
_TEXT = st.one_of(_WORDY, st.text(max_size=80))
_BLOCK = st.builds(
    Block,
    kind=st.sampled_from(PassageKind),
    text=_TEXT,
    heading_path=st.lists(_TEXT, max_size=2).map(tuple),
)


@given(st.lists(_BLOCK, max_size=6), _TEXT, st.sampled_from([None, "en", "es", "xx"]))
def test_any_text_gives_links_whose_spans_are_its_matched_words(
    blocks: list[Block], title: str, language: str | None
) -> None:
    passages = place_blocks(blocks)
    links = suggest(passages, LEXICON, version=1, language=language, title=title)
    assert links == suggest(passages, LEXICON, version=1, language=language, title=title)
    assert len({(each.indicator, each.passage) for each in links}) == len(links)
    for link in links:
        text = passages[link.passage].text
        assert link.score >= THRESHOLD
        assert link.spans
        ends = [0]
        for start, end in link.spans:
            assert ends[-1] <= start < end <= len(text)
            ends.append(end)
        assert link.matched == tuple(dict.fromkeys(text[start:end] for start, end in link.spans))
    ranks = [
        (LEXICON.indicators.index(each.indicator), -each.score, each.passage) for each in links
    ]
    assert ranks == sorted(ranks)


@given(st.lists(_BLOCK, max_size=4), _BLOCK)
def test_a_further_passage_changes_no_other_passages_links(
    blocks: list[Block], further: Block
) -> None:
    before = suggest(place_blocks(blocks), LEXICON, version=1, language=None, title="")
    after = suggest(place_blocks([*blocks, further]), LEXICON, version=1, language=None, title="")
    assert [each for each in after if each.passage < len(blocks)] == before
