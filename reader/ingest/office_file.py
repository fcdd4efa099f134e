"""DOCX and ODT, through pandoc; EPUB and RTF, through our own readers."""

from __future__ import annotations

import re
from typing import Any

from reader.domain.document import Block, Origin, PassageKind, SourceMetadata
from reader.domain.errors import ConversionFailed, ImportFailed
from reader.ingest.blocks import blocks_from_html
from reader.ingest.book import book_blocks, is_protected
from reader.ingest.imported import Imported, Knowledge, Source
from reader.ingest.metadata import (
    detect_language,
    infer_countries,
    title_from_name,
    with_heading_paths,
)
from reader.ingest.office_metadata import (
    Properties,
    docx_properties,
    epub_properties,
    odt_properties,
)
from reader.ingest.office_smoothing import smooth_docx, smooth_odt
from reader.ingest.package import Package
from reader.ingest.pictures import PictureShelf, picture_finder
from reader.ingest.rtf_file import rtf_to_html
from reader.ingest.source_words import docx_text, missing_words, odt_text
from reader.pandoc import convert

_TITLE = re.compile(r'<h1 class="title">(.*?)</h1>', re.S)
_BODY = re.compile(r"<body[^>]*>(.*)</body>", re.S)
# What pandoc adds that is no text of the source: arrows from a note back to its mark, and the
# names under which it describes a picture instead of as its alternative text.
_BACK_LINK = re.compile(r'<a href="#fnref[^"]*"\s+class="footnote-back"[^>]*>[^<]*</a>')
_DESCRIBED = re.compile(r'<img role="img" aria-label=')
_OPTIONS = (
    "--standalone",
    "--embed-resources",
    "--wrap=none",
    "--metadata=pagetitle:-",
    "--variable=abstract-title:",
    "--track-changes=accept",
)
# Pictures that the source names and does not bring, or that are no files: nothing is fetched.
_NOT_FETCHED = re.compile(r"Could not fetch resource (\S+)")
_MOST_NAMED = 8


def import_epub(source: Source, knowledge: Knowledge) -> Imported:
    """Read a book. Raises ImportFailed: copy-protected ones are not read."""
    package = Package(source.data, source.name)
    if is_protected(package):
        raise ImportFailed(
            "the book is copy-protected (DRM)",
            item=source.name,
            remedy="Get a copy without protection",
        )
    shelf = PictureShelf()
    blocks, warnings = book_blocks(package, source.name, shelf)
    return _imported(source, knowledge, "epub", blocks, shelf, warnings, epub_properties(package))


def import_docx(source: Source, knowledge: Knowledge) -> Imported:
    """Read a Word document with its tracked changes accepted. Raises ImportFailed."""
    package = Package(source.data, source.name)
    html, warnings = _convert(smooth_docx(package), source.name, "docx")
    comments = package.xml("word/comments.xml")
    if comments is not None and (count := len(list(comments.iter("{*}comment")))):
        warnings.append(_left_out(count))
    properties, words = docx_properties(package), docx_text(package)
    if shown := _TITLE.search(html):
        # A property is as often the title of the template, or of the file's first draft.
        properties.shown_title(" ".join(each.text for each in blocks_from_html(shown.group(1))))
    return _converted(source, knowledge, "docx", html, warnings, properties, words)


def import_odt(source: Source, knowledge: Knowledge) -> Imported:
    """Read an OpenDocument text with its tracked changes accepted. Raises ImportFailed."""
    package = Package(source.data, source.name)
    html, warnings = _convert(smooth_odt(package), source.name, "odt")
    content = package.xml("content.xml")
    if content is not None and (count := len(list(content.iter("{*}annotation")))):
        warnings.append(_left_out(count))
    properties, words = odt_properties(package), odt_text(package)
    return _converted(source, knowledge, "odt", html, warnings, properties, words)


def import_rtf(source: Source, knowledge: Knowledge) -> Imported:
    """Read rich text with its tracked changes accepted. Raises ImportFailed."""
    read = rtf_to_html(source.data, source.name)
    properties = Properties()
    properties.title(read.title)
    if read.author:
        properties.state("authors", (read.author,), Origin.INFERRED)
    if read.created:
        properties.note("created", read.created)
    warnings = list(read.warnings)
    return _converted(source, knowledge, "rtf", read.html, warnings, properties, "")


def _left_out(count: int) -> str:
    return f"{count} comment{'s' if count > 1 else ''} in the margin left out"


def _convert(data: bytes, file: str, name: str) -> tuple[str, list[str]]:
    """A document as the HTML of its body, and what has to be said of it."""
    try:
        done = convert(data, name, "html", _OPTIONS)
    except ConversionFailed as error:
        raise ImportFailed(
            error.what, item=file, remedy=error.remedy or "Save it again, or as PDF"
        ) from error
    html = done.output.decode("utf-8", "replace")
    body = _BODY.search(html)
    html = body.group(1) if body else html
    html = _DESCRIBED.sub("<img alt=", _BACK_LINK.sub("", html))
    elsewhere = [match for each in done.warnings if (match := _NOT_FETCHED.search(each))]
    warnings = [each for each in done.warnings if not _NOT_FETCHED.search(each)]
    if elsewhere:
        count = len(elsewhere)
        warnings.append(
            f"{count} picture{'s were' if count > 1 else ' was'} left out: not in the file"
        )
    return html, warnings


def _converted(
    source: Source,
    knowledge: Knowledge,
    name: str,
    html: str,
    warnings: list[str],
    properties: Properties,
    words: str,
) -> Imported:
    """A document of one page of HTML, compared with the `words` of its source."""
    shelf = PictureShelf()
    blocks = blocks_from_html(html, picture_finder(shelf, _nothing_beside))
    if missing := missing_words(words, "\n".join(block.text for block in blocks)):
        more = f" and {len(missing) - _MOST_NAMED} more" if len(missing) > _MOST_NAMED else ""
        warnings.append(
            f"{len(missing)} word{'s' if len(missing) > 1 else ''} of the file did not arrive: "
            f"{', '.join(missing[:_MOST_NAMED])}{more}"
        )
    return _imported(source, knowledge, name, blocks, shelf, warnings, properties)


def _imported(
    source: Source,
    knowledge: Knowledge,
    name: str,
    blocks: list[Block],
    shelf: PictureShelf,
    warnings: list[str],
    properties: Properties,
) -> Imported:
    if not blocks:
        raise ImportFailed(
            "there is no text in it", item=source.name, remedy="Open it and look what it holds"
        )
    whole = "\n".join(block.text for block in blocks)
    heading = next((block.text for block in blocks if block.kind is PassageKind.HEADING), "")
    properties.state("title", heading)
    properties.state("title", title_from_name(source.name), Origin.INFERRED)
    title = str(properties.fields["title"])
    properties.state("language", detect_language(whole), Origin.INFERRED)
    properties.state(
        "countries", infer_countries(title, whole, knowledge.countries), Origin.INFERRED
    )
    fields: dict[str, Any] = properties.fields
    return Imported(
        format=name,
        metadata=SourceMetadata(**fields, origins=properties.origins, extra=properties.extra),
        blocks=with_heading_paths(blocks, title),
        warnings=(*warnings, *shelf.warnings),
        pictures=shelf.only(block.picture for block in blocks),
    )


def _nothing_beside(_: str) -> bytes | None:
    return None
