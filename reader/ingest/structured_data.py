"""What a page says of itself in JSON-LD (schema.org), as far as a reference needs it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from reader.text.folding import fold
from reader.text.plain import plain_text

_MOST_NODES = 5000
_DEEPEST = 12
_WRAPPED = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*$")
_ARTICLE = re.compile(r".*Article|Report|BlogPosting|LiveBlogPosting|Report.*Posting")
_PAGE = re.compile(r".*WebPage|ProfilePage|FAQPage|QAPage|AboutPage")
# The kinds that a source's own word for itself may be.
_KINDS = (
    (re.compile(r".*NewsArticle|LiveBlogPosting"), "news"),
    (re.compile(r"Report"), "report"),
    (re.compile(r".*Article|BlogPosting"), "article"),
    (re.compile(r"ProfilePage"), "profile"),
)
Node = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class StructuredData:
    """The page's own entry: texts as they are stated, None where it has none."""

    title: str | None = None
    authors: tuple[str, ...] = ()
    publisher: str | None = None
    published: str | None = None
    url: str | None = None
    language: str | None = None
    kind: str | None = None
    site: str | None = None


def read_structured_data(scripts: Iterable[str], titles: Iterable[str]) -> StructuredData:
    """The entry for the page itself among all that its scripts hold.

    Where several articles are listed, it is the one whose headline is one of `titles`; none where
    that does not decide. Scripts that are no JSON are passed over.
    """
    nodes = [node for script in scripts for node in _nodes(_loaded(script))]
    by_id = {str(node["@id"]): node for node in nodes if "@id" in node and len(node) > 1}
    articles = [node for node in nodes if _is(node, _ARTICLE) and _is_full(node)]
    if len(articles) > 1:
        known = {fold(title) for title in titles}
        articles = [node for node in articles if fold(_text(node, _TITLES) or "") in known][:1]
    pages = [node for node in nodes if _is(node, _PAGE)]
    sites = [node for node in nodes if _is(node, re.compile("WebSite"))]
    own = [*articles, *(pages if len(pages) == 1 else ())]
    site = _text(sites[0], ("name",)) if len(sites) == 1 else None
    return StructuredData(
        title=_first(_text(node, _TITLES) for node in articles),
        authors=next((found for node in own if (found := _names(node, "author", by_id))), ()),
        publisher=_first(name for node in own for name in _names(node, "publisher", by_id)),
        published=_first(_text(node, ("datePublished",)) for node in own),
        url=_first(_text(node, ("url", "mainEntityOfPage", "@id")) for node in own),
        language=_first(_text(node, ("inLanguage",)) for node in own),
        kind=_first(_kind(node) for node in own),
        site=site,
    )


_TITLES = ("headline", "name")


def _loaded(script: str) -> object:
    text = _WRAPPED.sub("", script.strip()).strip().rstrip(";")
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None


def _nodes(value: object) -> Iterator[Node]:
    """All objects in `value` that have a type or an identifier, outer ones first."""
    pending: list[tuple[object, int]] = [(value, 0)]
    seen = 0
    while pending and seen < _MOST_NODES:
        item, depth = pending.pop(0)
        seen += 1
        if depth > _DEEPEST:
            continue
        if isinstance(item, dict):
            if "@type" in item or "@id" in item:
                yield item
            # What an article mentions, or what is said about it, is not the article.
            inner = [each for key, each in item.items() if key in _WITHIN]
            pending += [(each, depth + 1) for each in inner]
        elif isinstance(item, list):
            pending += [(each, depth + 1) for each in item]


_WITHIN = frozenset({"@graph", "mainEntity", "mainEntityOfPage", "author", "publisher", "isPartOf"})


def _is(node: Node, kind: re.Pattern[str]) -> bool:
    types = node.get("@type")
    listed = types if isinstance(types, list) else [types]
    return any(isinstance(each, str) and kind.fullmatch(each) for each in listed)


def _is_full(node: Node) -> bool:
    return any(key in node for key in ("headline", "name", "datePublished", "author", "publisher"))


def _kind(node: Node) -> str | None:
    return next((name for kind, name in _KINDS if _is(node, kind)), None)


def _text(node: Node, keys: Iterable[str]) -> str | None:
    """The first of `keys` that is text, or an object or a list that begins with a name."""
    for key in keys:
        value = node.get(key)
        if isinstance(value, list) and value:
            value = value[0]
        if isinstance(value, dict):
            value = value.get("@id") or value.get("url") or value.get("name") or value.get("@value")
        if isinstance(value, str) and (text := plain_text(value)):
            return text
    return None


def _names(node: Node, key: str, by_id: Mapping[str, Node]) -> tuple[str, ...]:
    value = node.get(key)
    found: list[str] = []
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, dict):
            whole = each if "name" in each else by_id.get(str(each.get("@id")), each)
            name = whole.get("name")
            names = name if isinstance(name, list) else [name]
            found += [name for name in names if isinstance(name, str)]
        elif isinstance(each, str):
            found.append(each)
    return tuple(dict.fromkeys(name for each in found if (name := plain_text(each))))


def _first(values: Iterable[str | None]) -> str | None:
    return next((value for value in values if value), None)
