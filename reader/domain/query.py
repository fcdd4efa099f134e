"""The query language: a small syntax tree, a parser that never fails, and words that explain it.

gold mining             both words, in any form (mine, mines, mining)
"illegal gold mining"   these words in this order
gold OR silver          either;  AND is what stands between words anyway
gold -silver, NOT (a b) without
traffick*               words that begin so
country:peru            only documents on that country
( … )                   grouping
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Word:
    """One word, matched by its stem; a word that tokenizes to several is a phrase of them."""

    text: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that stand next to one another in this order."""

    text: str


@dataclass(frozen=True, slots=True)
class Prefix:
    """Words that begin with these characters."""

    text: str


@dataclass(frozen=True, slots=True)
class Filter:
    """A restriction to passages of documents whose `field` is `value`, as the user wrote it."""

    field: str
    value: str


@dataclass(frozen=True, slots=True)
class Not:
    """What must not match."""

    node: Node


@dataclass(frozen=True, slots=True)
class And:
    """All of these must match."""

    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """At least one of these must match."""

    nodes: tuple[Node, ...]


Node = Word | Phrase | Prefix | Filter | Not | And | Or

FILTERS = ("country",)
# A word still being typed is also read as a prefix from this length on.
TYPING_PREFIX = 2
# Deeper grouping than this is no query a person writes.
_DEEPEST = 20


@dataclass(frozen=True, slots=True)
class Query:
    """A query as it was read: `root` is None for one without words; `notes` say what was mended."""

    text: str
    root: Node | None
    notes: tuple[str, ...] = ()


_LEXEME = re.compile(
    r"""\s*(?:
        (?P<field>[A-Za-z]+):(?:"(?P<quoted>[^"]*)"?|(?P<bare>[^\s()"]+))
      | (?P<minus>-)(?=[^\s-])
      | "(?P<phrase>[^"]*)(?P<closed>"?)
      | (?P<open>\()
      | (?P<close>\))
      | (?P<word>[^\s()"]+)
    )""",
    re.VERBOSE,
)
_WORDY = re.compile(r"[^\W_]")
_CURLY = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "−": "-"})


@dataclass(frozen=True, slots=True)
class _Lexeme:
    kind: str
    text: str
    field: str = ""


def _lex(text: str, notes: list[str]) -> Iterator[_Lexeme]:
    for match in _LEXEME.finditer(text.translate(_CURLY)):
        if match["field"] is not None:
            value = match["quoted"] if match["bare"] is None else match["bare"]
            yield from _field(match["field"], value, notes)
        elif match["minus"]:
            yield _Lexeme("not", "-")
        elif match["phrase"] is not None:
            if not match["closed"]:
                notes.append("a quotation mark was not closed")
            yield _Lexeme("phrase", match["phrase"])
        elif match["open"]:
            yield _Lexeme("(", "(")
        elif match["close"]:
            yield _Lexeme(")", ")")
        elif match["word"] in ("AND", "OR", "NOT"):
            yield _Lexeme(match["word"].lower(), match["word"])
        else:
            yield _Lexeme("word", match["word"])


def _field(name: str, value: str, notes: list[str]) -> Iterator[_Lexeme]:
    if name.lower() in FILTERS:
        if value.strip():
            yield _Lexeme("filter", value.strip(), name.lower())
        else:
            notes.append(f"“{name.lower()}:” names nothing yet")
        return
    notes.append(f"“{name}:” is no filter, so it was read as a word")
    yield _Lexeme("word", name)
    yield _Lexeme("word", value)


class _Parser:
    def __init__(self, lexemes: list[_Lexeme], notes: list[str]) -> None:
        self._lexemes = lexemes
        self._at = 0
        self._depth = 0
        self._notes = notes

    def parse(self) -> Node | None:
        nodes: list[Node] = []
        while self._at < len(self._lexemes):
            node = self._any()
            if node is not None:
                nodes.append(node)
            if self._peek() == ")":
                self._notes.append("a closing parenthesis had no opening one")
                self._at += 1
        return _joined(nodes)

    def _peek(self) -> str | None:
        return self._lexemes[self._at].kind if self._at < len(self._lexemes) else None

    def _any(self) -> Node | None:
        nodes = [self._all()]
        while self._peek() == "or":
            self._at += 1
            nodes.append(self._all())
        present = tuple(node for node in nodes if node is not None)
        if len(present) < len(nodes) and len(nodes) > 1:
            self._notes.append("OR stands between two things; one was missing")
        if not present:
            return None
        return present[0] if len(present) == 1 else Or(present)

    def _all(self) -> Node | None:
        nodes: list[Node] = []
        while self._peek() not in (None, "or", ")"):
            node = self._one()
            if node is not None:
                nodes.append(node)
        return _joined(nodes)

    def _one(self) -> Node | None:
        lexeme = self._lexemes[self._at]
        self._at += 1
        if lexeme.kind == "and":
            return None
        if lexeme.kind == "not":
            return self._negated()
        if lexeme.kind == "(":
            return self._group()
        if lexeme.kind == "filter":
            return Filter(lexeme.field, lexeme.text)
        return _leaf(lexeme, self._notes)

    def _negated(self) -> Node | None:
        """What follows one NOT or several; two cancel each other out."""
        negations = 1
        while self._peek() == "not":
            self._at += 1
            negations += 1
        if self._peek() in (None, "or", "and", ")"):
            self._notes.append("nothing follows NOT")
            return None
        node = self._one()
        return node if node is None or negations % 2 == 0 else Not(node)

    def _group(self) -> Node | None:
        self._depth += 1
        if self._depth > _DEEPEST:
            self._notes.append("parentheses nested too deeply were left out")
            self._depth -= 1
            return None
        node = self._any()
        self._depth -= 1
        if self._peek() == ")":
            self._at += 1
        else:
            self._notes.append("a parenthesis was not closed")
        return node


def _leaf(lexeme: _Lexeme, notes: list[str]) -> Node | None:
    text = lexeme.text
    if not _WORDY.search(text):
        if text.strip():
            notes.append(f"“{text.strip()}” has no letter or digit")
        return None
    if lexeme.kind == "phrase":
        return Phrase(text.strip())
    stem = text.rstrip("*")
    if len(stem) < len(text) and stem and _WORDY.search(stem[-1]):
        return Prefix(stem)
    return Word(text)


def _joined(nodes: list[Node]) -> Node | None:
    if not nodes:
        return None
    return nodes[0] if len(nodes) == 1 else And(tuple(nodes))


def parse(text: str, *, typing: bool = False) -> Query:
    """Read a query; whatever is no syntax is read as words, and `notes` say so.

    With `typing`, a last plain word that nothing follows is also read as the beginning of a word.
    """
    notes: list[str] = []
    lexemes = list(_lex(text, notes))
    parser = _Parser(lexemes, notes)
    root = parser.parse()
    if typing and root is not None and lexemes[-1].kind == "word" and text[-1:].isalnum():
        root = _extend_last(root)
    return Query(text, root, tuple(dict.fromkeys(notes)))


def _extend_last(node: Node) -> Node:
    match node:
        case Word(text) if len(text) >= TYPING_PREFIX:
            return Or((node, Prefix(text)))
        case And(nodes):
            return And((*nodes[:-1], _extend_last(nodes[-1])))
        case Or(nodes):
            return Or((*nodes[:-1], _extend_last(nodes[-1])))
        case _:
            return node


def positive_leaves(node: Node | None) -> tuple[Word | Phrase | Prefix, ...]:
    """The words, phrases and prefixes that a match may be marked by, in order, each once."""
    found: dict[Word | Phrase | Prefix, None] = {}

    def visit(each: Node) -> None:
        match each:
            case Word() | Phrase() | Prefix():
                found[each] = None
            case And(nodes) | Or(nodes):
                for child in nodes:
                    visit(child)
            case _:
                return

    if node is not None:
        visit(node)
    return tuple(found)


def explain(node: Node | None) -> str:
    """How a query was read, in its own syntax with every operator written out."""
    match node:
        case None:
            return ""
        case Word(text):
            return text
        case Phrase(text):
            return f'"{text}"'
        case Prefix(text):
            return f"{text}*"
        case Filter(field, value):
            return f'{field}:"{value}"' if " " in value else f"{field}:{value}"
        case Not(child):
            return f"NOT {_grouped(child)}"
        case And(nodes):
            return " AND ".join(_grouped(child) for child in nodes)
    if _is_typed_word(node.nodes):
        return explain(node.nodes[1])
    return " OR ".join(_grouped(child) for child in node.nodes)


def _is_typed_word(nodes: tuple[Node, ...]) -> bool:
    """Whether an alternative is a word being typed, which `parse` also reads as a beginning."""
    return len(nodes) == 2 and isinstance(nodes[0], Word) and nodes[1] == Prefix(nodes[0].text)


def _grouped(node: Node) -> str:
    text = explain(node)
    compound = isinstance(node, And | Or) and (" AND " in text or " OR " in text)
    return f"({text})" if compound else text
