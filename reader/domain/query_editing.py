"""Queries changed without being typed: a filter chosen or let go, a word left out.

What is not changed stays as it was typed. Whenever a change in place would not be read as it is
meant, the whole query is written anew, as `explain` does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reader.domain.query import And, Filter, Node, Not, Or
from reader.domain.query_filters import filter_value, filter_values, written_filter
from reader.domain.query_lexing import Kind, Lexeme, lexemes
from reader.domain.query_parsing import read
from reader.domain.query_terms import either, joined
from reader.domain.query_words import explain


def filters_of(text: str) -> tuple[Filter, ...]:
    """The filters that must hold for every match, in order; none of an alternative or negated."""
    return _required(read(text).query.root)


def with_filter(text: str, field: str, value: str) -> str:
    """The query narrowed by a filter that every match must fit.

    A further value of a field widens the filter that is there: either value will do. A value that
    is already there, compared without case, and an empty one change nothing.
    """
    reading = read(text)
    root = reading.query.root
    added = filter_value([value])
    existing = [each for each in _required(root) if each.field == field]
    if not added or _holds(existing, value):
        return text
    if existing:
        joint = Filter(field, filter_value([*filter_values(existing[0].value), value]))
        wanted = _replaced(root, existing[0], joint)
        place = next(each for each in reading.filters if _read_filter(each) == existing[0])
        return _first_read_as(wanted, [_spliced(text, place, _written(joint))])
    new = Filter(field, added)
    alone = isinstance(root, Or)
    wanted = joined([each for each in (root, new) if each is not None])
    closed = text.rstrip() + '"' * reading.open_quote + ")" * reading.open_groups
    before = f"({closed})" if alone else closed
    found = _first_read_as(wanted, [f"{before} {_written(new)}".strip()])
    # Only of a query with more filters than are read is the last one lost.
    return found if _holds(filters_of(found), value) else f"{_written(new)} {explain(root)}"


def without_filter(text: str, field: str, value: str) -> str:
    """The query without a value of a filter that every match must fit, without case; see above.

    A filter without a value left goes, with the AND before it.
    """
    # The text may be written anew: what is left stands elsewhere then, and is read again.
    for _ in read(text).filters:
        reading = read(text)
        for each in reversed(reading.filters):
            found = _read_filter(each)
            items = filter_values(found.value)
            kept = [item for item in items if item.casefold() != _folded(value)]
            if found.field == field and len(kept) < len(items):
                less = Filter(field, filter_value(kept)) if kept else None
                wanted = _replaced(reading.query.root, found, less)
                changed = _spliced(text, each, _written(less)) if less else _cut(text, each)
                text = _first_read_as(wanted, [changed])
                break
        else:
            break
    return text


def toggled(text: str, field: str, value: str) -> str:
    """The query with a filter's value, or without it if it is there."""
    existing = [each for each in filters_of(text) if each.field == field]
    change = without_filter if _holds(existing, value) else with_filter
    return change(text, field, value)


def without(root: Node | None, leaf: Node) -> Node | None:
    """A query without one of its words, phrases or filters, wherever it stands; None if none is."""
    if root is None or root == leaf:
        return None
    match root:
        case And(nodes):
            return joined(list(_present(without(each, leaf) for each in nodes)))
        case Or(nodes):
            kept: list[Node | None] = list(_present(without(each, leaf) for each in nodes))
            return either(kept) if kept else None
        case Not(child):
            inner = without(child, leaf)
            return None if inner is None else Not(inner)
        case _:
            return root


def _required(root: Node | None) -> tuple[Filter, ...]:
    nodes = root.nodes if isinstance(root, And) else (root,)
    return tuple(node for node in nodes if isinstance(node, Filter))


def _holds(filters: Iterable[Filter], value: str) -> bool:
    return any(
        item.casefold() == _folded(value) for each in filters for item in filter_values(each.value)
    )


def _folded(value: str) -> str:
    """A value as it is compared: as it would be read back."""
    return next(iter(filter_values(filter_value([value]))), "").casefold()


def _read_filter(lexeme: Lexeme) -> Filter:
    return Filter(lexeme.field, filter_value(filter_values(lexeme.text)))


def _written(chosen: Filter) -> str:
    return written_filter(chosen.field, chosen.value)


def _replaced(root: Node | None, old: Filter, new: Filter | None) -> Node | None:
    """The query with `new` for the first `old` that every match must fit, or without it."""
    if not isinstance(root, And):
        return new
    at = root.nodes.index(old)
    return joined([*root.nodes[:at], *([new] if new else []), *root.nodes[at + 1 :]])


def _present(nodes: Iterable[Node | None]) -> Iterator[Node]:
    return (node for node in nodes if node is not None)


def _first_read_as(wanted: Node | None, texts: Iterable[str]) -> str:
    return next((text for text in texts if read(text).query.root == wanted), explain(wanted))


def _spliced(text: str, lexeme: Lexeme, written: str) -> str:
    return text[: lexeme.start] + written + text[lexeme.end :]


def _cut(text: str, lexeme: Lexeme) -> str:
    """`text` without a lexeme, the AND and the space before it, and parentheses left empty."""
    found = list(lexemes(text))
    first = last = found.index(lexeme)
    while True:
        if first and found[first - 1].kind is Kind.AND:
            first -= 1
        elif (
            first
            and last + 1 < len(found)
            and found[first - 1].kind is Kind.OPEN
            and found[last + 1].kind is Kind.CLOSE
        ):
            first, last = first - 1, last + 1
        else:
            break
    if first == 0 and last + 1 < len(found) and found[last + 1].kind is Kind.AND:
        last += 1
    before, after = text[: found[first].start], text[found[last].end :]
    if not before.strip():
        return after.lstrip()
    return before.rstrip() + after if not after or after[0].isspace() else before + after
