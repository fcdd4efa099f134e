"""Saved web pages as plain text: what the page says, without what stands around it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from reader.domain.country import CountryTable
from reader.domain.dates import PartialDate
from reader.domain.document import Block, Origin, PassageKind, SourceMetadata
from reader.domain.errors import ImportFailed
from reader.ingest.blocks import is_visible
from reader.ingest.boilerplate import (
    Boilerplate,
    Line,
    drop_boilerplate,
    drop_repeats,
    is_sentence,
    lines_of,
    load_boilerplate,
)
from reader.ingest.imported import Imported, Knowledge
from reader.ingest.metadata import (
    detect_language,
    infer_countries,
    read_date,
    title_from_name,
    with_heading_paths,
)
from reader.places import resources
from reader.text.folding import fold

FORMAT = "saved_text"

_LONGEST_HEADING = 100
_MOST_HEADING_WORDS = 16
# A line that ends so has lost its next words to a link on a line of its own.
_OPEN_END = re.compile(
    r"(?:[,;(–—]|(?:^|\s)(?:a|an|and|as|at|by|for|from|in|into|of|on|or|than|that|the|to|which|"
    r"who|with|al|con|de|del|el|en|la|las|los|para|por|que|un|una|y))$"
)
_RUNS_ON = re.compile(r"[a-zß-öø-ÿ]")
_CLOSES = re.compile(r"[,.;:!?%)\]”’]")
_WRAPPED_WIDTH = 100
_WRAPPED_LEAST = 45
_CAPITAL = "[^\\W\\d_a-zß-öø-ÿ]"
_PART = rf"{_CAPITAL}[\w.'’-]*"
_NAME = rf"{_PART}(?:\s+(?:(?:de|da|del|la|van|von|der|al|bin)\s+)*{_PART}){{1,3}}"
_AND = r"(?:,\s*(?:and\s+)?|\s+and\s+|\s*&\s*)"
_NAMES = re.compile(rf"{_NAME}(?:{_AND}{_NAME})*")
_BYLINE = re.compile(r"(?:by|presented by)\s+(.+)", re.I)
_PRESENTED_BY = "presented by"
_CREDIT = re.compile(
    r"\((?:[^()]*/[A-ZÀ-Þ][^()]*|(?:photo|image|credit|picture)\b[^()]*|[^()]*\b(?:AFP|AP|EPA|Reuters"
    r"|Getty Images|EFE))\)$",
    re.I,
)
_PICTURE = re.compile(r"(?:photo|image|picture|caption)(?: credit)?:\s", re.I)
_LONGEST_CAPTION = 300
_LISTING = re.compile(r"\b(?:news|headlines|noticias)$", re.I)
_PUBLISHED = re.compile(
    r"(?:(?:first )?published|posted|date|updated|last updated)(?: on)?:?\s+(.+)", re.I
)
_PUBLISHER = re.compile(r"(?:publisher:|published by)\s+(.{2,80}?)\.?", re.I)
_URL = re.compile(r"(?:(?:url|source|link|retrieved from|original):?\s+)?(https?://\S+)", re.I)
_RIGHTS = re.compile(
    r"(?:©|\(c\)|copyright(?: ©)?)\s*(?:\d{4}(?:\s*[–-]\s*\d{4})?,?\s*)?([^\W\d_].{1,60}?)"
    r"(?:[.,|]?\s*all rights reserved)?\.?",
    re.I,
)
_GLUED = re.compile(rf"(.*[^\Wa-z])({_CAPITAL}[a-z]+)")
_KINDS = {"profile": "profile", "news": "news"}
# So far down a page it may still say who wrote it, and when.
_HEAD_PARAGRAPHS = 6


@dataclass(slots=True)
class _Stated:
    """What the page says of itself."""

    authors: tuple[str, ...] = ()
    published: PartialDate | None = None
    publisher: str | None = None
    url: str | None = None
    origins: dict[str, Origin] = field(default_factory=dict)


def import_saved_text(text: str, name: str, knowledge: Knowledge) -> Imported:
    """Read a saved page. Raises ImportFailed when nothing but boilerplate is in it.

    Its title is its first short line; where it begins with a paragraph, the shortest of its
    headings that names its country, else the file's name.
    """
    rules = load_boilerplate(resources() / "boilerplate.toml")
    lines = lines_of(text)
    own, after = drop_boilerplate(lines, rules)
    paragraphs = drop_repeats(_join(own), after)
    paragraphs = [
        each
        for each in _drop_menus(paragraphs, rules, knowledge.countries)
        if is_visible(each.text)
    ]
    if not paragraphs:
        raise ImportFailed(
            "there is no text in it but menus and links",
            item=name,
            remedy="Save the whole page again, or copy its text",
        )
    whole = "\n".join(each.text for each in paragraphs)
    place, title, origin = _title(paragraphs, whole, name, knowledge)
    stated = _stated(lines, paragraphs)
    countries = infer_countries(title, whole, knowledge.countries)
    language = detect_language(whole)
    kind = _KINDS.get(fold(title).split()[-1])
    inferred = {"countries": countries, "language": language, "kind": kind}
    origins = {"title": origin, **stated.origins}
    origins |= {key: Origin.INFERRED for key, value in inferred.items() if value}
    metadata = SourceMetadata(
        title=title,
        publisher=stated.publisher,
        authors=stated.authors,
        published=stated.published,
        url=stated.url,
        language=language,
        countries=countries,
        kind=kind,
        origins=origins,
    )
    blocks = with_heading_paths(_blocks(paragraphs, place), title)
    return Imported(format=FORMAT, metadata=metadata, blocks=blocks)


def _join(lines: Sequence[Line]) -> list[Line]:
    """Paragraphs: lines that a link or a fixed width broke put together again."""
    wrapped = _is_wrapped(lines)
    paragraphs: list[list[str]] = []
    heads: list[Line] = []
    for line in lines:
        if heads and not line.gap and not line.bullet:
            before = paragraphs[-1][-1]
            if _belongs(before, line.text) or (wrapped and _fills(before)):
                glue = "" if _CLOSES.match(line.text) else " "
                paragraphs[-1].append(f"{glue}{line.text}")
                continue
        heads.append(line)
        paragraphs.append([line.text])
    return [replace(head, text="".join(parts)) for head, parts in zip(heads, paragraphs)]


def _belongs(before: str, text: str) -> bool:
    if _CLOSES.match(text):
        return True
    if is_sentence(before):
        return False
    return _RUNS_ON.match(text) is not None or _OPEN_END.search(before) is not None


def _fills(before: str) -> bool:
    return len(before) >= _WRAPPED_LEAST


def _is_wrapped(lines: Sequence[Line]) -> bool:
    """Whether the text was broken at a fixed width: full lines that go on in small letters."""
    if not lines or max(len(line.text) for line in lines) > _WRAPPED_WIDTH:
        return False
    pairs = [(one.text, two.text) for one, two in itertools.pairwise(lines) if not two.gap]
    full = [two for one, two in pairs if _fills(one)]
    small = sum(_RUNS_ON.match(two) is not None for two in full)
    return len(full) >= 2 and 5 * len(full) >= 3 * len(pairs) and 3 * small >= len(full)


def _drop_menus(
    paragraphs: Sequence[Line], rules: Boilerplate, countries: CountryTable
) -> list[Line]:
    """Without the labels of tabs, also where one is glued to a heading that the page has already.

    A label keeps its place where text of its own follows.
    """
    seen: set[str] = set()
    texts = []
    for paragraph in paragraphs:
        glued = _GLUED.fullmatch(paragraph.text)
        known = glued is not None and fold(glued.group(1)) in seen
        texts.append(glued.group(2) if glued is not None and known else paragraph.text)
        seen.add(fold(paragraph.text))
    kept: list[Line] = []
    for paragraph, text, following in zip(paragraphs, texts, [*texts[1:], ""]):
        if _is_menu(text, rules, countries) and kept and not _is_body(following):
            continue
        kept.append(replace(paragraph, text=text))
    return kept


def _is_menu(text: str, rules: Boilerplate, countries: CountryTable) -> bool:
    """Whether a line is a tab's label, perhaps under its country: `Peru Groups`."""
    if fold(text) in rules.menus:
        return True
    country, _, label = text.rpartition(" ")
    return (
        fold(label) in rules.menus
        and _LISTING.search(label) is None
        and countries.find(country) is not None
    )


def _is_short(text: str) -> bool:
    """Whether a line may be a heading by its own look."""
    return (
        len(text) <= _LONGEST_HEADING
        and len(text.split()) <= _MOST_HEADING_WORDS
        and any(character.isalpha() for character in text)
        and not _RUNS_ON.match(text)
        and not (is_sentence(text) and not text.endswith("?"))
        and not text.endswith((":", ";", ","))
    )


def _is_body(text: str) -> bool:
    return bool(text) and (is_sentence(text) or len(text) > _LONGEST_HEADING)


def _title(
    paragraphs: Sequence[Line], whole: str, name: str, knowledge: Knowledge
) -> tuple[int | None, str, Origin]:
    """The title's paragraph, None where it is none; its text; where it comes from."""
    first = paragraphs[0].text
    if _is_short(first) and not _is_aside(first):
        return 0, first, Origin.STATED
    main = infer_countries("", whole, knowledge.countries)
    candidates = [
        (len(each.text.split()), place)
        for place, each in enumerate(paragraphs)
        if _is_heading(paragraphs, place)
        and main
        and main[0] in infer_countries(each.text, "", knowledge.countries)
    ]
    if candidates:
        words, place = min(candidates)
        if words <= 4:
            return place, paragraphs[place].text, Origin.INFERRED
    return None, title_from_name(name), Origin.INFERRED


def _is_aside(text: str) -> bool:
    """Whether a line says who, when or where, and heads nothing."""
    return (
        _byline(text) != ()
        or read_date(text) is not None
        or _URL.fullmatch(text) is not None
        or _PUBLISHED.fullmatch(text) is not None
        or _PUBLISHER.fullmatch(text) is not None
        or _is_caption(text)
    )


def _is_heading(paragraphs: Sequence[Line], place: int) -> bool:
    """Whether a short line stands alone and heads the text, the list or the listing after it."""
    line = paragraphs[place]
    if line.bullet or not _is_short(line.text) or _is_aside(line.text):
        return False
    if place + 1 == len(paragraphs):
        return False
    following = paragraphs[place + 1]
    if _LISTING.search(line.text) and (following.bullet or _is_short(following.text)):
        return True
    return following.bullet or _is_body(following.text)


def _is_caption(text: str) -> bool:
    if len(text) > _LONGEST_CAPTION:
        return False
    return _CREDIT.search(text) is not None or _PICTURE.match(text) is not None


def _blocks(paragraphs: Sequence[Line], title: int | None) -> list[Block]:
    blocks: list[Block] = []
    listing = False
    item: Line | None = None
    for place, line in enumerate(paragraphs):
        text = line.text
        following = paragraphs[place + 1] if place + 1 < len(paragraphs) else None
        if place == title:
            blocks.append(Block(PassageKind.HEADING, text, level=1))
            listing, item = False, None
        elif line.bullet:
            item = line if _has_own_text(line, following) else None
            if item is None:
                blocks.append(Block(PassageKind.LIST_ITEM, text, level=1))
            else:
                blocks.append(Block(PassageKind.HEADING, text, level=3))
        elif item is not None and _is_under(line, item) and not _is_body(text):
            caption = following is not None and not following.bullet
            kind = PassageKind.CAPTION if caption else PassageKind.PARAGRAPH
            blocks.append(Block(kind, text))
        elif _is_caption(text):
            blocks.append(Block(PassageKind.CAPTION, text))
        elif _is_heading(paragraphs, place) and (item is None or not _is_under(line, item)):
            heads = _heads_listing(text, following)
            level = 3 if listing and not heads else 2
            listing, item = listing or heads, None
            blocks.append(Block(PassageKind.HEADING, text, level=level))
        else:
            blocks.append(Block(PassageKind.PARAGRAPH, text))
    return blocks


def _heads_listing(text: str, following: Line | None) -> bool:
    """Whether the headings below are items: the next one follows at once."""
    return (
        _LISTING.search(text) is not None
        and following is not None
        and not following.bullet
        and _is_short(following.text)
    )


def _has_own_text(bullet: Line, following: Line | None) -> bool:
    """Whether a bullet is the title of an item with text of its own below it."""
    return (
        following is not None
        and not following.bullet
        and _is_short(bullet.text)
        and _is_under(following, bullet)
    )


def _is_under(line: Line, bullet: Line) -> bool:
    return line.indent > bullet.indent


def _byline(text: str) -> tuple[str, ...]:
    """The names in `By Ana Ruiz and Tom Lee`; nothing for other lines that begin with `By`."""
    match = _BYLINE.fullmatch(text)
    return _names(match.group(1)) if match else ()


def _names(text: str) -> tuple[str, ...]:
    if not _NAMES.fullmatch(text):
        return ()
    return tuple(re.split(_AND, text))


def _stated(lines: Sequence[Line], paragraphs: Sequence[Line]) -> _Stated:
    """Authors, date, publisher and address, only where the page names them as such."""
    stated = _Stated()
    for line, following in itertools.pairwise(lines):
        if fold(line.text.strip().rstrip(":")) == _PRESENTED_BY and not stated.authors:
            stated.authors = _names(following.text)
    for line in lines:
        rights = _RIGHTS.fullmatch(line.text)
        if rights and stated.publisher is None:
            stated.publisher = rights.group(1)
            stated.origins["publisher"] = Origin.INFERRED
        if match := _PUBLISHER.fullmatch(line.text):
            stated.publisher = match.group(1)
            stated.origins["publisher"] = Origin.STATED
    for paragraph in paragraphs[:_HEAD_PARAGRAPHS]:
        stated.authors = stated.authors or _byline(paragraph.text)
        labelled = _PUBLISHED.fullmatch(paragraph.text)
        if stated.published is None:
            stated.published = read_date(labelled.group(1) if labelled else paragraph.text)
        if stated.url is None and (match := _URL.fullmatch(paragraph.text)):
            stated.url = match.group(1)
    for key in ("authors", "published", "url"):
        if getattr(stated, key):
            stated.origins[key] = Origin.STATED
    return stated
