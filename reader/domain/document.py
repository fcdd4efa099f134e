"""Documents, their versions and the passages that a version consists of."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from reader.domain.dates import PartialDate

# Between two passages in a version's text; no passage contains it.
PASSAGE_SEPARATOR = "\n"


class PassageKind(enum.StrEnum):
    """What a passage is in its document."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    TABLE_CELL = "table_cell"
    CAPTION = "caption"
    QUOTE = "quote"
    CODE = "code"


class SpanStyle(enum.StrEnum):
    """How a run of characters inside a passage is set; `PAGE`: that it stands on a later page."""

    STRONG = "strong"
    EMPHASIS = "emphasis"
    CODE = "code"
    LINK = "link"
    PAGE = "page"


class Origin(enum.StrEnum):
    """Where a metadata value comes from."""

    STATED = "stated"
    INFERRED = "inferred"
    BY_HAND = "by_hand"


@dataclass(frozen=True, slots=True)
class InlineSpan:
    """A styled run `[start, end)` in code points of its passage's text.

    `target` is where a link leads, or the number of the page that the run stands on.
    """

    start: int
    end: int
    style: SpanStyle
    target: str | None = None


@dataclass(frozen=True, slots=True)
class CellPosition:
    """Where a table cell stands: table number in the document, row and column, from 0."""

    table: int
    row: int
    column: int
    header: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """One passage before it has its place in a version: what an importer yields.

    `text` has no line break and no control character (see `reader.text.plain`). `level` is 1 to 6
    for a heading, the nesting depth from 1 for a list item, otherwise 0. `heading_path` is the
    headings above the block, outermost first, without the document's title. `page` counts from 1.
    `ordered` numbers a list item (its number), None for a bullet. `picture` is the SHA-256 of a
    picture that came with the source and is shown above the text; only then may `text` be empty.
    """

    kind: PassageKind
    text: str
    level: int = 0
    heading_path: tuple[str, ...] = ()
    page: int | None = None
    cell: CellPosition | None = None
    ordered: int | None = None
    spans: tuple[InlineSpan, ...] = ()
    picture: str | None = None

    def page_at(self, offset: int) -> int | None:
        """The page of the character at `offset`: a passage may run over a page break."""
        for span in self.spans:
            if span.style is SpanStyle.PAGE and span.start <= offset < span.end and span.target:
                return int(span.target)
        return self.page


@dataclass(frozen=True, slots=True)
class Passage(Block):
    """A block in its version: `ordinal` from 0, `start` in code points of the version's text."""

    ordinal: int = 0
    start: int = 0

    @property
    def end(self) -> int:
        """The code point after the passage's last one in the version's text."""
        return self.start + len(self.text)


def place_blocks(blocks: Iterable[Block]) -> tuple[Passage, ...]:
    """Number blocks and give each its position in the text that they make together."""
    passages: list[Passage] = []
    start = 0
    for ordinal, block in enumerate(blocks):
        passages.append(
            Passage(
                kind=block.kind,
                text=block.text,
                level=block.level,
                heading_path=block.heading_path,
                page=block.page,
                cell=block.cell,
                ordered=block.ordered,
                spans=block.spans,
                picture=block.picture,
                ordinal=ordinal,
                start=start,
            )
        )
        start += len(block.text) + len(PASSAGE_SEPARATOR)
    return tuple(passages)


def version_text(passages: Sequence[Block]) -> str:
    """The text that all positions of a version count in: its passages, one a line."""
    return PASSAGE_SEPARATOR.join(passage.text for passage in passages)


def passage_at(passages: Sequence[Passage], position: int) -> Passage | None:
    """The passage that holds a code point position of the version's text, or None outside it.

    The separator after a passage counts as that passage's end.
    """
    low, high = 0, len(passages)
    while low < high:
        middle = (low + high) // 2
        if passages[middle].end < position:
            low = middle + 1
        else:
            high = middle
    if position < 0 or low == len(passages):
        return None
    return passages[low]


@dataclass(frozen=True, slots=True)
class Work:
    """A work named by another one: what a summary was written after.

    `published_basis` says what its date was inferred from; None where the work states the date.
    """

    title: str
    publisher: str | None = None
    authors: tuple[str, ...] = ()
    published: PartialDate | None = None
    url: str | None = None
    published_basis: str | None = None


FieldValue = str | PartialDate | tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Replaced:
    """What a source says in a field where its reader says something else.

    `entries` are the value's texts: one of a text or a date (ISO 8601), none where it is unknown.
    `reasons` are those of its countries.
    """

    entries: tuple[str, ...]
    origin: Origin | None = None
    reasons: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SourceMetadata:
    """What is known of a source; None or empty is unknown, never a guess.

    `countries` are ISO 3166-1 alpha-2 codes, `country_reasons` says by code why each is one of
    them ("stated", "in the title", "named 14 times in the text", "by hand"). `kind` is the
    source's own word for itself (article, profile, news, summary, facts, …). `summarises` is set
    for a summary. `origins` names where a field's value comes from, by field name; `extra` keeps
    front matter Dossier has no word for; `replaced` is what the source says in fields set by hand.
    """

    title: str
    publisher: str | None = None
    authors: tuple[str, ...] = ()
    published: PartialDate | None = None
    accessed: PartialDate | None = None
    url: str | None = None
    language: str | None = None
    countries: tuple[str, ...] = ()
    country_reasons: Mapping[str, str] = field(default_factory=dict)
    tags: tuple[str, ...] = ()
    kind: str | None = None
    summarises: Work | None = None
    origins: Mapping[str, Origin] = field(default_factory=dict)
    extra: Mapping[str, object] = field(default_factory=dict)
    replaced: Mapping[str, Replaced] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact that a source states of its country: a name, a value in the source's own words.

    `passage` is the ordinal of the passage that states it, `date` when it held, None if unknown.
    """

    name: str
    value: str
    passage: int
    date: PartialDate | None = None


@dataclass(frozen=True, slots=True)
class Version:
    """One content of a document.

    `number` counts from 1; `sha256` is that of the imported file, which lies in the library's
    `originals/` under that name; `imported_at` is an ISO 8601 instant in UTC; `source_name` is the
    imported file's own name; `format` the importer's identifier. `source_key` tells files of one
    name apart (a digest of where the file lay, so that no path of a machine travels with a
    library); empty where that is not known. `warnings` are what its import had to say.
    """

    id: int
    document: str
    number: int
    sha256: str
    imported_at: str
    source_name: str
    format: str
    passage_count: int
    source_key: str = ""
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """One imported source: an opaque identifier, its metadata and its newest version.

    `removed` is the instant (ISO 8601, UTC) at which its reader removed it, None while it is in
    use; `collections` are the names of the groups it was put into.
    """

    id: str
    metadata: SourceMetadata
    version: Version
    removed: str | None = None
    collections: tuple[str, ...] = ()
