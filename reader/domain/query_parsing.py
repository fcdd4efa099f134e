"""Read what was typed as a query: never fails, and says what it mended."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from reader.domain.query import FILTERS, And, Filter, Node, Not, Or, Phrase, Prefix, Query, Word

# A word still being typed is also read as a prefix from this length on.
TYPING_PREFIX = 2
# Deeper grouping than this is no query a person writes.
_DEEPEST = 20

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
