"""A report to show: a heading, own text, two clips."""

from __future__ import annotations

from reader.domain.bookmark import AnchorState
from reader.domain.dates import PartialDate
from reader.domain.document import SourceMetadata, Work
from reader.domain.report import Clip, Locator, Report, ReportClip, ReportHeading, ReportText
from reader.domain.selector import TextPositionSelector, TextQuoteSelector

ARTICLE = SourceMetadata("River gold", "Example Weekly", published=PartialDate(2021, 3))
SUMMARY = SourceMetadata(
    "A digest",
    "Dossier starter library",
    summarises=Work("The long digest", "Big House", published=PartialDate(2015)),
)


def clip(
    bookmark: str,
    quotation: str,
    metadata: SourceMetadata = ARTICLE,
    *,
    note: str = "",
    anchor: AnchorState = AnchorState.EXACT,
) -> Clip:
    return Clip(
        bookmark=bookmark,
        quotation=quotation,
        quote=TextQuoteSelector(quotation),
        position=TextPositionSelector(0, len(quotation)),
        metadata=metadata,
        heading_path=("Criminal markets", "The camps"),
        locator=Locator(3, 3),
        version_sha256="0" * 64,
        imported=PartialDate(2024, 1, 1),
        note=note,
        tags=(),
        anchor=anchor,
    )


CLIPS = {
    "gold": clip("gold", "Illegal gold mining pays better. 😀", note="Ask for figures"),
    "fuel": clip("fuel", "Fuel comes by night.", SUMMARY, anchor=AnchorState.MOVED),
}
REPORT = Report(
    "andes",
    "Andean gold",
    (
        ReportHeading(1, "Who earns"),
        ReportText(2, "Nobody *knows*."),
        ReportClip(3, "gold"),
        ReportClip(4, "fuel"),
    ),
)
EMPTY = Report("empty", "Empty", ())
