"""Reports: an ordered outline of headings, own text and clips, and the one record of a clip."""

from __future__ import annotations

from dataclasses import dataclass

from reader.domain.bookmark import AnchorState
from reader.domain.dates import PartialDate
from reader.domain.document import SourceMetadata
from reader.domain.selector import TextPositionSelector, TextQuoteSelector


@dataclass(frozen=True, slots=True)
class ReportHeading:
    """A heading in the outline; `level` 1 to 3 below the report's title."""

    id: int
    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class ReportText:
    """The author's own sentences, in Markdown."""

    id: int
    markdown: str


@dataclass(frozen=True, slots=True)
class ReportClip:
    """A bookmark's place in the outline."""

    id: int
    bookmark: str


ReportItem = ReportHeading | ReportText | ReportClip


@dataclass(frozen=True, slots=True)
class Report:
    """A named outline."""

    id: str
    name: str
    items: tuple[ReportItem, ...]


@dataclass(frozen=True, slots=True)
class Locator:
    """Where a quotation stands: page where the source has pages, else the paragraph's number.

    `paragraph` counts a version's passages from 1; `last_paragraph` and `last_page` differ for
    longer marks.
    """

    paragraph: int
    last_paragraph: int
    page: int | None = None
    last_page: int | None = None


@dataclass(frozen=True, slots=True)
class Clip:
    """Everything an export says about one quotation; unknown fields are None, never invented.

    `quotation` is the version's own characters, passages separated by a line break.
    `version_sha256` identifies the imported file that the quotation was taken from;
    `source_removed` says that its reader has removed the document since.
    """

    bookmark: str
    quotation: str
    quote: TextQuoteSelector
    position: TextPositionSelector
    metadata: SourceMetadata
    heading_path: tuple[str, ...]
    locator: Locator
    version_sha256: str
    imported: PartialDate
    note: str
    tags: tuple[str, ...]
    anchor: AnchorState
    source_removed: bool = False
