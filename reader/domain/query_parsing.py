"""Read what was typed as a query: never fails, and says what it mended."""

from __future__ import annotations

from dataclasses import dataclass, field

from reader.domain.query import FILTERS, Filter, Fuzzy, Node, Not, Query, leaves
from reader.domain.query_filters import filter_value, filter_values, written_filter
from reader.domain.query_lexing import LONGEST, Kind, Lexeme, lexemes
from reader.domain.query_terms import (
    bare,
    either,
    is_wordy_at_end,
    joined,
    no_field,
    quoted,
    quoted_exactly,
    shown,
    typed_phrase,
    typed_word,
    word,
    wordy,
)

# A word still being typed is also read as a beginning from this length on.
TYPING_PREFIX = 3
# More than a person asks for; each costs time. Filters have a count of their own, so that a
# pasted page still is narrowed. Together what is kept stays under LONGEST however it is written.
MOST_LEAVES = 64
MOST_FUZZY = 8
MOST_FILTERS = 32
_MOST_CHARACTERS = 4_000
_MOST_NOTES = 8


@dataclass(frozen=True, slots=True)
class Reading:
    """A query with the places of what was read.

    `filters` are the filters that must hold for every match, as they were typed. `open_groups` and
    `open_quote` say what was not closed.
    """

    query: Query
    filters: tuple[Lexeme, ...]
    open_groups: int
    open_quote: bool


def parse(text: str, *, typing: bool = False) -> Query:
    """Read a query; whatever is no syntax is read as words, and `notes` say so.

    With `typing`, what stands last and nothing follows may be unfinished: a word is also read as
    the beginning of a word from TYPING_PREFIX letters on, also within a quotation that is not
    closed; after others, one of fewer letters is left out. Nothing is said of what is not yet
    closed or does not yet follow.
    """
    return read(text, typing=typing).query


def read(text: str, *, typing: bool = False) -> Reading:
    """Read a query as `parse` does, with the places of its filters."""
    return _Parser(text, typing).read()


@dataclass(slots=True)
class _Group:
    """What stands between two parentheses: alternatives, each of parts that must all match."""

    alternatives: list[list[Node]] = field(default_factory=lambda: [[]])
    negations: int = 0
    filters: list[Lexeme] = field(default_factory=list)


class _Parser:
    def __init__(self, text: str, typing: bool) -> None:
        self._text = text
        self._typing = typing
        self._lexemes = list(lexemes(text))
        # Not a recursion: ten thousand parentheses are typed in a second.
        self._groups = [_Group()]
        self._notes: dict[str, None] = {}
        self._leaves = self._fuzzy = self._filters = 0
        self._characters = self._filter_characters = 0
        self._full = False

    def read(self) -> Reading:
        if len(self._text) > LONGEST:
            self._note(f"only the first {LONGEST:,} characters were read")
        for at, lexeme in enumerate(self._lexemes):
            self._take(at, lexeme)
        open_groups = len(self._groups) - 1
        while len(self._groups) > 1:
            self._close(at_end=True)
        group = self._groups[0]
        root = self._ended(group, at_end=True)
        open_quote = bool(self._lexemes) and not self._lexemes[-1].closed
        if open_groups and not self._typing:
            self._note("a parenthesis was not closed")
        if open_quote and not self._typing:
            self._note("a quotation mark was not closed")
        notes = tuple(self._notes)[:_MOST_NOTES]
        return Reading(
            Query(self._text, root, notes), tuple(group.filters), open_groups, open_quote
        )

    def _note(self, note: str) -> None:
        self._notes[note] = None

    def _take(self, at: int, lexeme: Lexeme) -> None:
        group = self._groups[-1]
        match lexeme.kind:
            case Kind.OPEN:
                self._groups.append(_Group())
            case Kind.CLOSE if len(self._groups) == 1:
                self._note("a closing parenthesis had no opening one")
            case Kind.CLOSE:
                self._close(at_end=False)
            case Kind.NOT:
                group.negations += 1
            case Kind.AND | Kind.OR:
                self._no_operand(group)
                if lexeme.kind is Kind.OR:
                    group.alternatives.append([])
            case _:
                self._add(self._operand(at, lexeme))

    def _close(self, *, at_end: bool) -> None:
        group = self._groups.pop()
        node = self._ended(group, at_end)
        outer = self._groups[-1]
        # Without an alternative or a negation, what must hold inside must hold outside.
        if outer.negations % 2 == 0:
            outer.filters += group.filters
        self._add(node)

    def _ended(self, group: _Group, at_end: bool) -> Node | None:
        if not (at_end and self._typing):
            self._no_operand(group)
        group.negations = 0
        present = [node for each in group.alternatives if (node := joined(each)) is not None]
        missing = len(group.alternatives) - len(present)
        if at_end and self._typing and not group.alternatives[-1]:
            missing -= 1
        if missing > 0 and len(group.alternatives) > 1 and not self._full:
            self._note("OR stands between two things; one was missing")
        if len(present) > 1:
            group.filters.clear()
        return either([*present]) if present else None

    def _no_operand(self, group: _Group) -> None:
        if group.negations:
            self._note("nothing follows NOT")
            group.negations = 0

    def _add(self, node: Node | None) -> None:
        group = self._groups[-1]
        negated = group.negations % 2 == 1
        group.negations = 0
        if node is not None:
            if negated:
                node = node.node if isinstance(node, Not) else Not(node)
            group.alternatives[-1].append(node)

    def _operand(self, at: int, lexeme: Lexeme) -> Node | None:
        if lexeme.kind is Kind.FIELD:
            found = self._filter(lexeme)
            if isinstance(found, Filter):
                if self._groups[-1].negations % 2 == 0:
                    self._groups[-1].filters.append(lexeme)
                return found
            return self._counted(found)
        if self._full:
            return None
        return self._counted(self._leaf(at, lexeme))

    def _counted(self, node: Node | None) -> Node | None:
        if node is None or self._full:
            return None
        found = list(leaves(node))
        self._leaves += len(found)
        self._characters += sum(len(leaf.text) for leaf in found)
        if self._leaves > MOST_LEAVES or self._characters > _MOST_CHARACTERS:
            self._full = True
            self._note(f"a query takes {MOST_LEAVES} words; the rest was left out")
            return None
        return node

    def _leaf(self, at: int, lexeme: Lexeme) -> Node | None:
        text = lexeme.text
        unfinished = self._unfinished(lexeme)
        if lexeme.kind is Kind.EXACT:
            return quoted_exactly(text, lexeme.within, self._note)
        if lexeme.kind is Kind.QUOTED:
            if unfinished and not lexeme.closed and is_wordy_at_end(text):
                return typed_phrase(wordy(text), TYPING_PREFIX)
            return quoted(text, lexeme.within, self._note)
        if not wordy(text):
            self._no_operand(self._groups[-1])
        if text == "or" and not self._typing and 0 < at < len(self._lexemes) - 1:
            self._note("“or” was read as a word; OR in capitals means either")
        node = bare(text, self._note)
        core = wordy(text)
        if isinstance(node, Fuzzy):
            self._fuzzy += 1
            if self._fuzzy > MOST_FUZZY:
                self._note(f"~ counts for {MOST_FUZZY} words; the others are taken as they are")
                return word(core)
        plain = unfinished and is_wordy_at_end(text) and node == word(core)
        begun = core.isalpha() and not (len(core) > 1 and core.isupper())
        if plain and begun and len(core) < TYPING_PREFIX:
            # The hits of what stands before it stay until there is more to go by; not "gold UK".
            return None if self._groups[-1].alternatives[-1] else node
        return typed_word(core) if plain and len(core) >= TYPING_PREFIX else node

    def _unfinished(self, lexeme: Lexeme) -> bool:
        """Whether a lexeme may still be typed; what must not match is never guessed at."""
        return (
            self._typing
            and lexeme.end == len(self._text)
            and all(group.negations % 2 == 0 for group in self._groups)
        )

    def _filter(self, lexeme: Lexeme) -> Node | None:
        value = filter_value(filter_values(lexeme.text))
        if value and lexeme.field in FILTERS:
            return self._counted_filter(Filter(lexeme.field, value))
        if self._typing and not value and lexeme.end == len(self._text):
            return None
        no_field(lexeme.field, self._note)
        parts = [word(lexeme.field), quoted(lexeme.text.replace('"', " "), "", self._note)]
        return joined([part for part in parts if part is not None])

    def _counted_filter(self, found: Filter) -> Filter | None:
        self._filters += 1
        self._filter_characters += len(written_filter(found.field, found.value))
        if self._filters > MOST_FILTERS or self._filter_characters > _MOST_CHARACTERS:
            self._note(
                f"a query takes {MOST_FILTERS} filters; “{shown(found.field)}:” was left out"
            )
            return None
        return found
