"""The lexicon's file, and what is said of a file with a mistake in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.domain.errors import InvalidInput
from reader.domain.scoring import ScoredIndex
from reader.evidence.lexicon import Lexicon, Strength, load_lexicon
from reader.library.reference import DEFAULT_INDEX, load_index
from reader.text.stemming import stems

RESOURCES = Path(__file__).resolve().parents[2] / "resources"


@pytest.fixture(scope="module")
def index() -> ScoredIndex:
    return load_index(RESOURCES / "indices" / f"{DEFAULT_INDEX}.toml")


@pytest.fixture(scope="module")
def shipped(index: ScoredIndex) -> Lexicon:
    return load_lexicon(RESOURCES / "lexicons" / f"{DEFAULT_INDEX}.toml", index)


def _load(tmp_path: Path, index: ScoredIndex, text: str) -> Lexicon:
    path = tmp_path / "phrases.toml"
    path.write_text(text, encoding="utf-8")
    return load_lexicon(path, index)


def test_every_indicator_of_the_index_has_strong_and_supporting_phrases(
    index: ScoredIndex, shipped: Lexicon
) -> None:
    assert shipped.index == index.id
    assert shipped.indicators == tuple(each.id for each in index.indicators())
    for identifier in shipped.indicators:
        own = [each for each in shipped.table("en").phrases if each.indicator == identifier]
        listed = {each.strength for each in own if not each.official}
        assert {Strength.STRONG, Strength.SUPPORTING} <= listed, identifier


def test_every_official_name_and_alias_is_a_phrase(index: ScoredIndex, shipped: Lexicon) -> None:
    official = {
        (each.indicator, each.stems) for each in shipped.table("en").phrases if each.official
    }
    for each in index.indicators():
        for name in (each.name, *each.aliases):
            assert (each.id, stems(name)) in official


def test_a_name_listed_as_supporting_stays_supporting_but_is_official(shipped: Lexicon) -> None:
    (name,) = [
        each
        for each in shipped.table("en").phrases
        if each.indicator == "law_enforcement" and each.stems == stems("law enforcement")
    ]
    assert name.strength is Strength.SUPPORTING
    assert name.official


def test_phrases_do_not_repeat_and_strong_ones_belong_to_one_indicator(shipped: Lexicon) -> None:
    phrases = shipped.table("en").phrases
    assert len({(each.indicator, each.stems) for each in phrases}) == len(phrases)
    strong = [each.stems for each in phrases if each.strength is Strength.STRONG]
    assert len(set(strong)) == len(strong)
    assert all(all(each.stems) and each.stems for each in phrases)


def test_no_phrase_names_the_countries_of_the_starter_library(shipped: Lexicon) -> None:
    words = {stem for each in shipped.table("en").phrases for stem in each.stems}
    assert words.isdisjoint(stems("Peru Peruvian Lima Callao VRAEM Shining Senderista Quechua"))


def test_a_supporting_phrase_may_be_shared_freely_and_a_strong_one_when_it_says_so(
    tmp_path: Path, index: ScoredIndex
) -> None:
    lexicon = _load(
        tmp_path,
        index,
        '[en]\nshared = ["drug barons"]\n'
        '[en.heroin_trade]\nstrong = ["drug baron"]\nsupporting = ["powder"]\n'
        '[en.cocaine_trade]\nstrong = ["drug barons"]\nsupporting = ["powder"]\n',
    )
    (entry,) = [e for e in lexicon.table("en").starting_with("drug") if e[0] == stems("drug baron")]
    assert [each.indicator for each in entry[1]] == ["heroin_trade", "cocaine_trade"]


def test_longer_phrases_come_first_in_the_table(shipped: Lexicon) -> None:
    lengths = [len(sequence) for sequence, _ in shipped.table("en").starting_with("illeg")]
    assert lengths == sorted(lengths, reverse=True)
    assert len(lengths) > 3


def test_languages_have_tables_of_their_own_and_others_are_read_as_english(
    tmp_path: Path, index: ScoredIndex
) -> None:
    lexicon = _load(tmp_path, index, '[es.human_trafficking]\nstrong = ["trata de personas"]\n')
    spanish = lexicon.table("es-PE")
    assert [each.words for each in spanish.phrases] == ["trata de personas"]
    english = lexicon.table("en")
    assert "Human trafficking" in {each.words for each in english.phrases}
    for tag in (None, "", "EN_gb", "de", "English"):
        assert lexicon.table(tag) is english


@pytest.mark.parametrize(
    ("text", "entry", "said"),
    [
        ("en = 3", "[en]", "a table was expected"),
        ("[en]\nhuman_trafficking = 3", "[en.human_trafficking]", "a table was expected"),
        ("[en.fishing]\nstrong = ['fish']", "[en.fishing]", "no such indicator"),
        ("[en.prevention]\nstron = ['x']", "[en.prevention.stron]", "not one of the lists"),
        ("[en.prevention]\nstrong = 'x'", "[en.prevention.strong]", "a list of phrases"),
        ("[en.prevention]\nstrong = [3]", "[en.prevention.strong]", "“3” is not a phrase"),
        ("[en.prevention]\nstrong = ['—']", "[en.prevention.strong]", "“—” is not a phrase"),
        ("[en]\nshared = 'x'", "[en.shared]", "a list of phrases"),
        (
            "[en.prevention]\nstrong = ['youth club']\nsupporting = ['Youth clubs']",
            "[en.prevention]",
            "“Youth clubs” repeats “youth club”",
        ),
        (
            "[en.heroin_trade]\nstrong = ['dope']\n[en.cocaine_trade]\nstrong = ['dope']",
            "[en.cocaine_trade]",
            "“dope” is strong for heroin_trade too",
        ),
    ],
)
def test_a_mistake_is_named_with_its_file_and_entry(
    tmp_path: Path, index: ScoredIndex, text: str, entry: str, said: str
) -> None:
    with pytest.raises(InvalidInput) as raised:
        _load(tmp_path, index, text)
    assert "phrases.toml" in str(raised.value)
    assert entry in str(raised.value)
    assert said in str(raised.value)


def test_a_file_that_is_no_toml_or_not_there_is_named(tmp_path: Path, index: ScoredIndex) -> None:
    with pytest.raises(InvalidInput, match=r"phrases\.toml: not a lexicon: Expected"):
        _load(tmp_path, index, "[en")
    with pytest.raises(InvalidInput, match=r"missing\.toml: the lexicon cannot be read"):
        load_lexicon(tmp_path / "missing.toml", index)
