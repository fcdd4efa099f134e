"""What of a page's elements is furniture: menus, appeals, related stories, comments, controls."""

from __future__ import annotations

import itertools
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from lxml.html import HtmlElement

from reader.text.folding import fold
from reader.text.plain import plain_text

_NAMED_BY = ("class", "id", "data-component", "data-testid", "data-module", "data-type")
_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_ROLE_NAMES = (
    "navigation search dialog alertdialog menu menubar toolbar banner contentinfo tablist tooltip"
)
_ROLES = frozenset(_ROLE_NAMES.split())
_NOTES = frozenset({"note", "doc-footnote", "doc-endnotes", "doc-endnote"})
_TAGS = frozenset({"nav", "dialog", "menu", "button", "form"})
# What never is furniture as a whole, whatever it is called.
_PROTECTED = frozenset({"html", "body", "main", "article", "h1", "tr", "tbody", "thead"})
_HEADS = frozenset({"header", "banner", "topbar"})
_FEET = frozenset({"footer", "foot", "colophon"})
_CONTENT = frozenset({"main", "article", "blockquote", "figure", "table"})


@dataclass(frozen=True, slots=True)
class Furniture:
    """The rules of `[web_page]` in `resources/boilerplate.toml`, folded for comparison."""

    names: frozenset[str]
    pairs: frozenset[tuple[str, str]]
    names_of_links: frozenset[str]
    announcements: re.Pattern[str]
    appeals: re.Pattern[str]
    lead_ins: re.Pattern[str]
    controls: frozenset[str]
    lines: frozenset[str]
    patterns: tuple[re.Pattern[str], ...]

    def is_named(self, element: HtmlElement) -> bool:
        """Whether its tag, its role or its names say that `element` is furniture."""
        if element.tag in _PROTECTED or (element.get("role") or "") in _NOTES:
            return False
        if element.tag in _TAGS or (element.get("role") or "").lower() in _ROLES:
            return True
        found = names_of(element)
        if not self.names.isdisjoint(found):
            return True
        return any(pair in self.pairs for pair in itertools.pairwise(found))

    def is_named_of_links(self, element: HtmlElement) -> bool:
        """Whether its tag or names say that it is furniture, if links or labels fill it."""
        if element.tag in _PROTECTED:
            return False
        return element.tag in {"aside", "footer"} or self.is_called_by_links(element)

    def is_called_by_links(self, element: HtmlElement) -> bool:
        """Whether `element` has one of the names that furniture has, and articles may have."""
        return not self.names_of_links.isdisjoint(names_of(element))

    def is_head(self, element: HtmlElement) -> bool:
        """Whether `element`, which stands above the title, is the head of the site."""
        return element.tag == "header" or not _HEADS.isdisjoint(names_of(element))

    def is_foot(self, element: HtmlElement) -> bool:
        """Whether `element`, which stands below the title, is the foot of the site."""
        if element.tag != "footer" and _FEET.isdisjoint(names_of(element)):
            return False
        return not any(each.tag in _CONTENT for each in element.iterancestors())

    def announces(self, text: str) -> bool:
        """Whether `text` is a heading or label of links that lead elsewhere."""
        return len(text) < 100 and self.announcements.fullmatch(_label(text)) is not None

    def appeals_to_reader(self, text: str) -> bool:
        """Whether `text` asks its reader to subscribe, to give, to follow or to agree."""
        return len(text) < 200 and self.appeals.match(fold(text).strip()) is not None

    def is_control(self, text: str) -> bool:
        """Whether `text` is the label of something to press."""
        return len(text) < 100 and fold(text).strip() in self.controls

    def is_line(self, text: str) -> bool:
        """Whether `text` is a line that says nothing of the page's subject."""
        label = fold(text).strip()
        return label in self.lines or any(each.fullmatch(text) for each in self.patterns)

    def is_lead(self, text: str, *, is_link: bool) -> bool:
        """Whether `text` is a link to elsewhere with its announcement, or one in brackets."""
        folded = fold(text).strip()
        bracketed = folded.startswith("[") and folded.endswith("]")
        head, colon, _ = folded.lstrip("[( ").partition(":")
        return (is_link or bracketed) and bool(colon) and self.leads_in(head)

    def leads_in(self, text: str) -> bool:
        """Whether `text` does nothing but announce the link after it."""
        return len(text) < 60 and self.lead_ins.fullmatch(fold(text).strip()) is not None


def load_furniture(path: Path) -> Furniture:
    """Read the rules. Raises KeyError or ValueError when the file is not as it should be."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    rules = data["web_page"]
    pairs = [tuple(each.split()) for each in rules["furniture_pairs"]]
    return Furniture(
        names=frozenset(rules["furniture"]),
        pairs=frozenset((first, second) for first, second in pairs),
        names_of_links=frozenset(rules["furniture_of_links"]),
        announcements=re.compile("|".join(map(_wildcard, rules["announcements"]))),
        appeals=re.compile(f"(?:{'|'.join(rules['appeals'])})"),
        lead_ins=re.compile(rf"(?:{'|'.join(map(_wildcard, rules['lead_ins']))})\s*[:|»>–-]*"),
        controls=frozenset(fold(each) for each in rules["controls"]),
        lines=frozenset(fold(each) for each in (*data["lines"], *data["ends"])),
        patterns=tuple(re.compile(each, re.IGNORECASE) for each in data["patterns"]),
    )


def _wildcard(phrase: str) -> str:
    return re.escape(fold(phrase)).replace(r"\*", ".*")


def _label(text: str) -> str:
    return re.sub(r"^[\d\W]+|[\W]+$", "", fold(plain_text(text)))


def names_of(element: HtmlElement) -> tuple[str, ...]:
    """The words that an element is called by, in small letters, `relatedStories` being two."""
    return _split(" ".join(filter(None, (element.get(each) for each in _NAMED_BY))))


@lru_cache(maxsize=20_000)
def _split(text: str) -> tuple[str, ...]:
    return tuple(word.lower() for word in _WORDS.findall(text[:1000]))


def is_hidden(element: HtmlElement) -> bool:
    """Whether the page does not show `element`, at least until something is pressed."""
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    style = (element.get("style") or "").replace(" ", "").lower()
    return "display:none" in style or "visibility:hidden" in style


def share(part: int, whole: int) -> float:
    """`part` of `whole`, 0 of nothing."""
    return part / whole if whole else 0.0


def same(texts: Iterable[str], text: str) -> bool:
    """Whether one of `texts` says what `text` says, but for case and accents."""
    folded = fold(text).strip()
    return any(fold(each).strip() == folded for each in texts)
