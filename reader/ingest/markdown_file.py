"""Markdown files, with or without YAML front matter."""

from __future__ import annotations

import html as entities
import re
from collections.abc import Callable
from typing import Any

from reader.domain.document import Block, Origin, PassageKind, SourceMetadata
from reader.domain.errors import ImportFailed
from reader.ingest.blocks import blocks_from_html
from reader.ingest.front_matter import FrontMatter, read_front_matter, split_front_matter
from reader.ingest.imported import Imported, Knowledge
from reader.ingest.markdown_source import tame
from reader.ingest.metadata import (
    detect_language,
    infer_countries,
    title_from_name,
    with_heading_paths,
)
from reader.ingest.pictures import PictureShelf, picture_finder

FORMAT = "markdown"

# `[Editor]: agreed` is a sentence and `[^1]: see there` a note; the target of a definition, which
# Markdown does not show, looks like an address.
_DEFINITION = re.compile(
    r"^[ ]{0,3}\[(?!\^)([^\[\]]*)\]:[ ]*(?:\n[ ]*)?((?:<|[a-z][a-z0-9+.-]*:|[./#])[^\s]*)[ ]*"
    r"(?:\n[ ]*)?(([\"'])(.*)\4[ ]*|\((.*)\)[ ]*)?$",
    re.M | re.I,
)
_BLANK = re.compile(r"\n[ \t]*\n")


def import_markdown(
    text: str, name: str, knowledge: Knowledge, companion: Callable[[str], bytes | None]
) -> Imported:
    """Read Markdown. Raises ImportFailed when there is no text in it.

    Its pictures are those that `companion` gives for the paths in it, and those in `data:` URIs.

    Its metadata are those of the front matter; otherwise the first heading is the title, or the
    file's name where there is none, and language and countries are inferred from the words.
    """
    source, body = split_front_matter(text)
    stated = (
        FrontMatter({}, {}, ())
        if source is None
        else read_front_matter(source, knowledge.countries)
    )
    warnings = list(stated.warnings)
    shelf = PictureShelf()
    blocks = blocks_from_html(_to_html(body, warnings), picture_finder(shelf, companion))
    if not blocks:
        raise ImportFailed(
            "there is no text in it", item=name, remedy="Write something below the front matter"
        )
    fields = dict(stated.fields)
    origins = dict(stated.origins)
    if "title" not in fields:
        fields["title"], origins["title"] = _title(blocks, name)
    warnings += shelf.warnings
    whole = "\n".join(block.text for block in blocks)
    if "language" not in fields and (language := detect_language(whole)):
        fields["language"], origins["language"] = language, Origin.INFERRED
    if "countries" not in fields:
        found = infer_countries(str(fields["title"]), whole, knowledge.countries)
        if found:
            fields["countries"], origins["countries"] = found, Origin.INFERRED
    known: dict[str, Any] = fields
    metadata = SourceMetadata(**known, origins=origins, extra=stated.extra)
    return Imported(
        format=FORMAT,
        metadata=metadata,
        blocks=with_heading_paths(blocks, metadata.title),
        warnings=tuple(warnings),
        pictures=shelf.pictures,
    )


def _title(blocks: list[Block], name: str) -> tuple[str, Origin]:
    for block in blocks:
        if block.kind is PassageKind.HEADING:
            return block.text, Origin.STATED
    return title_from_name(name), Origin.INFERRED


def _to_html(body: str, warnings: list[str]) -> str:
    import markdown

    source = tame(body)
    warnings += source.warnings
    converter = markdown.Markdown(extensions=["tables", "fenced_code", "sane_lists"])
    # The instance's own expression stands before its class's.
    vars(converter.parser.blockprocessors["reference"])["RE"] = _DEFINITION
    try:
        html = converter.convert(source.text)
    except RecursionError:
        warnings.append("The Markdown nests too deep; it was read as plain paragraphs")
        parts = _BLANK.split(source.text)
        html = "".join(f"<p>{entities.escape(part)}</p>\n" for part in parts)
    return source.restore(html)
