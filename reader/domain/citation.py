"""Citations in plain words: who published what, when and where; unknown parts are left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.domain.dates import PartialDate
from reader.domain.document import SourceMetadata, Work

if TYPE_CHECKING:
    from reader.domain.report import Clip, Locator


def citation(metadata: SourceMetadata) -> str:
    """One line that cites a source; a summary is cited as one, after the work it summarises.

    Nothing is invented: a part that is not known is left out, except the date, which is said to
    be missing ("n.d."), as reference lists do.
    """
    parts = _named(metadata.authors)
    parts.append(f"“{metadata.title}”")
    if metadata.publisher:
        parts.append(metadata.publisher)
    if metadata.summarises is not None:
        parts.append(f"summary after {_work(metadata.summarises)}")
    else:
        parts.append(str(metadata.published) if metadata.published else "n.d.")
    if metadata.url:
        parts.append(metadata.url)
    if metadata.accessed:
        parts.append(f"accessed {metadata.accessed}")
    return ", ".join(parts)


def _named(authors: tuple[str, ...]) -> list[str]:
    return [" and ".join(authors)] if authors else []


def _work(work: Work) -> str:
    parts = _named(work.authors)
    parts.append(f"“{work.title}”")
    if work.publisher:
        parts.append(work.publisher)
    parts.append(_work_date(work))
    if work.url:
        parts.append(work.url)
    return ", ".join(parts)


def _work_date(work: Work) -> str:
    """A date that the work does not state itself stands in brackets, as in catalogues."""
    if work.published is None:
        return "n.d."
    return f"[{work.published}]" if work.published_basis else str(work.published)


def locator_words(locator: Locator, heading_path: tuple[str, ...]) -> str:
    """Where in the source: the pages where there are any, else headings and paragraph number."""
    parts = [" › ".join(heading_path)] if heading_path else []
    last_page = locator.last_page or locator.page
    if locator.page is not None and last_page != locator.page:
        parts.append(f"pp. {locator.page}–{last_page}")
    elif locator.page is not None:
        parts.append(f"p. {locator.page}")
    elif locator.paragraph == locator.last_paragraph:
        parts.append(f"para. {locator.paragraph}")
    else:
        parts.append(f"paras. {locator.paragraph}–{locator.last_paragraph}")
    return ", ".join(parts)


def clip_citation(clip: Clip) -> str:
    """The citation of one quotation: source, then locator."""
    return f"{citation(clip.metadata)}; {locator_words(clip.locator, clip.heading_path)}"


def content_date(metadata: SourceMetadata) -> PartialDate | None:
    """The date that a source speaks from: a summary's is that of the work it summarises."""
    if metadata.published is not None:
        return metadata.published
    return metadata.summarises.published if metadata.summarises else None
