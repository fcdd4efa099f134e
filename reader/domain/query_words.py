"""A query in words: how it was read."""

from __future__ import annotations

from reader.domain.query import (
    And,
    Exact,
    Filter,
    Fuzzy,
    InPassages,
    InVersions,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Word,
)


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
        case Exact(text):
            return f'="{text}"' if " " in text else f"={text}"
        case Fuzzy(text, edits):
            return f"{text}~" if edits is None else f"{text}~{edits}"
        case Near(text, within):
            return f'"{text}"~{within}'
        case InVersions(versions):
            return f"in {len(versions)} documents"
        case InPassages(passages):
            return f"in {len(passages)} passages"
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
