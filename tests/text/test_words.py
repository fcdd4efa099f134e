"""What a word, a stem, a sentence and a plain line are."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.text.folding import fold
from reader.text.plain import plain_text
from reader.text.sentences import sentences
from reader.text.stemming import stem, stems
from reader.text.tokens import tokens


@pytest.mark.parametrize(
    "text, words",
    [
        ("in 2021³ on 40 km²; crime¹⁴", ["in", "2021", "³", "on", "40", "km²", "crime", "¹⁴"]),
        ("Peru’s “gold”", ["Peru’s", "gold"]),
        ("70,000 at 6.40.", ["70,000", "at", "6.40"]),
        ("cyber-dependent 'Ndrangheta", ["cyber", "dependent", "Ndrangheta"]),
        ("Túpac Amaru_II", ["Túpac", "Amaru", "II"]),
        ("Tu\u0301pac", ["Tu\u0301pac"]),
        ("1,2 a,b", ["1,2", "a", "b"]),
        ("😀 🇵🇪", []),
    ],
)
def test_words_are_found(text: str, words: list[str]) -> None:
    assert [token.text for token in tokens(text)] == words


@given(st.text(max_size=200))
def test_words_stand_where_they_say(text: str) -> None:
    for token in tokens(text):
        assert text[token.start : token.end] == token.text


@pytest.mark.parametrize(
    "one, other",
    [
        ("Túpac", "TUPAC"),
        ("a\u00a0b", "A B"),
        ("Peru’s", "peru's"),
        ("Straße", "STRASSE"),
        ("co\u00adca", "coca"),
    ],
)
def test_folding_makes_spellings_equal(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    "words, language",
    [
        (("mine", "mines", "mining", "Mined"), "en"),
        (("Peru", "Peru's", "Peru’s"), "en"),
        (("trafficking", "traffickers", "traffick"), None),
        (("minería", "mineria"), "es"),
        (("gold", "GOLD"), "xx"),
    ],
)
def test_forms_of_a_word_share_a_stem(words: tuple[str, ...], language: str | None) -> None:
    assert len({stem(word, language) for word in words}) == 1


_ENDINGS = (
    "",
    "s",
    "es",
    "ies",
    "ied",
    "ing",
    "ly",
    "y",
    "'s",
    "ación",
    "mente",
    "ándose",
    "ísimos",
)


@pytest.mark.parametrize("language", ["en", "es"])
@given(start=st.text("abcdeiosyzáéñ'", min_size=1, max_size=8), ending=st.sampled_from(_ENDINGS))
def test_a_stem_begins_as_its_word_does(language: str, start: str, ending: str) -> None:
    for token in tokens(start + ending):
        assert stem(token.text, language)[:1] == fold(token.text)[:1]


@pytest.mark.parametrize(
    "word", ["skis", "dying", "idly", "gently", "ugly", "news", "Yes", "y'all"]
)
def test_also_that_of_a_word_that_the_stemmer_knows_by_heart(word: str) -> None:
    assert stem(word)[0] == fold(word)[0]


def test_figures_are_not_stemmed() -> None:
    assert stems("6.40 in 2023s") == ("6.40", "in", "2023s")
    assert stem("'") == ""


@given(st.text(max_size=200))
def test_plain_text_is_one_line_and_stays_as_it_is(text: str) -> None:
    line = plain_text(text)
    assert plain_text(line) == line
    assert "\n" not in line
    assert plain_text(line) == line


def test_what_a_source_prints_stays() -> None:
    kept = "Peru’s\u00a0“gold” 😀 e\u0301 \u200d \u202e"
    assert plain_text(kept) == kept
    assert plain_text(" a \r\n\t b\u2028c ") == "a b c"
    assert plain_text("a\x00b\ufffcc\ud800") == "abc\ufffd"


@pytest.mark.parametrize(
    "text, count",
    [
        ("One. Two! Three?", 3),
        ("The U.S. market grew. It fell.", 2),
        ("It cost approx. 5 million. “Yes.” He left.", 3),
        ("", 0),
        ("No end", 1),
        ("In 2014. 5 of them", 2),
    ],
)
def test_sentences_are_counted(text: str, count: int) -> None:
    assert len(sentences(text)) == count


@given(st.text(max_size=200))
def test_sentences_lose_nothing_but_space(text: str) -> None:
    joined = "".join(text[start:end] for start, end in sentences(text))
    assert "".join(joined.split()) == "".join(text.split())


def test_threads_that_stem_at_once_do_not_disturb_one_another() -> None:
    words = [
        f"{prefix}{ending}" for prefix in _PREFIXES for ending in ("ing", "ation", "ies", "ed")
    ]
    expected = [stem(word) for word in words]
    stem.cache_clear()

    def work(_: int) -> list[str]:
        return [stem.__wrapped__(word) for word in words * 5]

    with ThreadPoolExecutor(8) as pool:
        for found in pool.map(work, range(16)):
            assert found == expected * 5


_PREFIXES = [f"{a}{b}{c}" for a in "bcdfg" for b in ("ar", "ol", "in") for c in ("m", "st", "nt")]


def test_stems_are_those_of_the_package_whatever_was_imported_before() -> None:
    import snowballstemmer

    theirs = snowballstemmer.stemmer("english").stemWords(["trafficking", "mines", "generously"])
    assert [stem.__wrapped__(word) for word in ("trafficking", "mines", "generously")] == theirs
    code = (
        "import sys; from reader.text.stemming import stem;"
        "print(stem('mines'), stem('minas', 'es'));"
        "print('snowballstemmer.turkish_stemmer' in sys.modules);"
        "import snowballstemmer; print(snowballstemmer.stemmer('turkish').stemWord('evler'))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["mine", "min", "False", "ev"]
