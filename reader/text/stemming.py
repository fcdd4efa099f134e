"""Stems of words by language (Snowball), on folded words."""

from __future__ import annotations

import importlib
import importlib.util
import sys
import threading
from functools import lru_cache
from types import ModuleType
from typing import Protocol

from reader.text.folding import fold
from reader.text.tokens import tokens

_ALGORITHMS = {"en": "english", "es": "spanish"}
DEFAULT_LANGUAGE = "en"
LANGUAGES = tuple(_ALGORITHMS)
"""The languages with stems of their own; a text of any other is read as the first."""
STEMS_FORMAT = 2
"""Raised whenever a word has another stem than before: what is derived from stems is made anew."""
_PLURALS = ("as", "os")


class _Stemmer(Protocol):
    def stemWord(self, word: str) -> str: ...


# A Snowball stemmer keeps the word it works on, so each thread has its own.
_own = threading.local()


def _stemmer(language: str) -> _Stemmer:
    stemmers: dict[str, _Stemmer] | None = getattr(_own, "stemmers", None)
    if stemmers is None:
        stemmers = _own.stemmers = {}
    if language not in stemmers:
        stemmers[language] = _make_stemmer(_ALGORITHMS[language])
    return stemmers[language]


_loading = threading.Lock()


def _make_stemmer(algorithm: str) -> _Stemmer:
    """A stemmer of one language, without the 33 other languages that its package imports.

    They would be a twentieth of what happens before the window answers its first key.
    """
    package = "snowballstemmer"
    with _loading:
        bare = package not in sys.modules
        if bare:
            spec = importlib.util.find_spec(package)
            stand_in = ModuleType(package)
            stand_in.__path__ = list(spec.submodule_search_locations or ()) if spec else []
            sys.modules[package] = stand_in
        try:
            module = importlib.import_module(f"{package}.{algorithm}_stemmer")
        finally:
            if bare:
                del sys.modules[package]
    stemmer: _Stemmer = getattr(module, f"{algorithm.capitalize()}Stemmer")()
    return stemmer


def stem_language(language: str | None) -> str:
    """The language whose stems the words of a text in `language` have."""
    return language if language is not None and language in _ALGORITHMS else DEFAULT_LANGUAGE


@lru_cache(maxsize=131_072)
def stem(word: str, language: str | None = None) -> str:
    """The stem of one word, folded first; an unknown language is read as English."""
    folded = fold(word)
    if folded.endswith("'s"):
        folded = folded[:-2]
    folded = folded.replace("'", "")
    if not folded or not folded[0].isalpha():
        return folded
    language = stem_language(language)
    if language == "es" and folded.endswith("enes"):
        # Snowball takes the end of "crimen" for that of a verb, but not that of "crímenes".
        folded = folded[:-2]
    found: str = _stemmer(language).stemWord(folded)
    unstemmed = language == "es" and found == folded and folded[0] in "aeiou"
    if unstemmed and len(folded) > 3 and folded.endswith(_PLURALS):
        # Snowball leaves the plural of a short word that begins with a vowel: "armas", "años".
        singular = folded[:-1]
        if _stemmer(language).stemWord(singular) == singular:
            return singular
    return found


def stems(text: str, language: str | None = None) -> tuple[str, ...]:
    """The stems of the words of `text`, in order."""
    return tuple(stem(token.text, language) for token in tokens(text))
