"""Saved web pages: HTML alone, as one file, or with its `_files` folder."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import lxml.etree
import lxml.html

from reader.domain.document import Block, Origin, PassageKind, SourceMetadata
from reader.domain.errors import ImportFailed
from reader.ingest.blocks import blocks_from_html
from reader.ingest.imported import Imported, Knowledge, Source
from reader.ingest.index_page import import_index_page, is_index_page
from reader.ingest.metadata import (
    detect_language,
    infer_countries,
    title_from_name,
    with_heading_paths,
)
from reader.ingest.page_body import find_body
from reader.ingest.page_furniture import load_furniture
from reader.ingest.page_metadata import PageMetadata, read_page_metadata
from reader.ingest.page_runs import runs_of
from reader.ingest.page_source import decode_page, read_source
from reader.ingest.page_tree import parse, prepare, words
from reader.ingest.pictures import PictureShelf, picture_finder
from reader.places import resources

FORMAT = "web_page"

# An article with fewer words than this, and less than this part of the page's sentences, was not
# found: all of the page is then shown.
_FEW_WORDS = 20
_LITTLE = 0.34
_FIELDS = ("publisher", "authors", "published", "accessed", "url")


def import_web_page(source: Source, knowledge: Knowledge) -> Imported:
    """Read a saved page. Raises ImportFailed when there is no text in it."""
    text, warnings = decode_page(source.data)
    shelf = PictureShelf()
    found = read_page(
        text, source.name, knowledge, shelf, picture_finder(shelf, source.companion), FORMAT
    )
    return dataclasses.replace(found, warnings=(*warnings, *found.warnings))


def read_page(
    text: str,
    name: str,
    knowledge: Knowledge,
    shelf: PictureShelf,
    pictures: Callable[[str], str | None],
    format_id: str,
    address: str | None = None,
) -> Imported:
    """Read a page's HTML: its article, its pictures as `pictures` finds them, its metadata.

    `address` is where whatever carried the page says that it was. A page of a scored index is
    read as one. Raises ImportFailed, naming `name`, when there is no text in it.
    """
    source = read_source(text)
    try:
        root = parse(source.html)
    except lxml.etree.XMLSyntaxError as error:
        raise ImportFailed(
            "it has more elements than can be parsed, or is damaged",
            item=name,
            remedy="Open it in a browser and save the part that you need",
        ) from error
    if root is None:
        raise _without_text(name)
    page = read_page_metadata(root, source, address)
    prepare(root)
    whole = lxml.html.tostring(root, encoding="unicode")
    lines = "\n".join(run.text for run in runs_of(root))
    if is_index_page(lines, knowledge):
        return _with_head(import_index_page(lines, name, knowledge), page)
    body = find_body(root, page.titles, load_furniture(resources() / "boilerplate.toml"))

    def find(src: str) -> str | None:
        return pictures(source.inlined.get(src, src))

    warnings = list(page.warnings)
    blocks = blocks_from_html(lxml.html.tostring(root, encoding="unicode"), find)
    if not _is_enough(body.words, body.share, lines):
        everything = blocks_from_html(whole, find)
        if sum(words(each.text) for each in everything) > sum(words(each.text) for each in blocks):
            blocks = everything
            warnings.append("No article was found on the page; all of its text was kept")
    if not any(block.text for block in blocks):
        raise _without_text(name)
    title = None if body.title is None else body.title.text
    metadata = _metadata(page, blocks, title, name, knowledge, warnings)
    return Imported(
        format=format_id,
        metadata=metadata,
        blocks=with_heading_paths(blocks, metadata.title),
        warnings=(*warnings, *shelf.warnings),
        pictures=shelf.only(block.picture for block in blocks),
    )


def _without_text(name: str) -> ImportFailed:
    return ImportFailed(
        "there is no text in it",
        item=name,
        remedy="The page may build its text by a script: save it from the browser, once it shows",
    )


def _is_enough(found: int, share: float, lines: str) -> bool:
    if found < _FEW_WORDS:
        return 2 * found >= words(lines)
    return share >= _LITTLE


def _metadata(
    page: PageMetadata,
    blocks: list[Block],
    title: str | None,
    name: str,
    knowledge: Knowledge,
    warnings: list[str],
) -> SourceMetadata:
    fields, origins = dict(page.fields), dict(page.origins)
    if title is not None:
        # The page's words, rather than those that were written for search engines.
        fields["title"], origins["title"] = title, Origin.STATED
    if "title" not in fields:
        heading = next((each for each in blocks if each.kind is PassageKind.HEADING), None)
        fields["title"] = title_from_name(name) if heading is None else heading.text
        origins["title"] = Origin.INFERRED if heading is None else Origin.STATED
    text = "\n".join(block.text for block in blocks)
    detected = detect_language(text)
    stated = fields.get("language")
    if detected and detected != stated:
        fields["language"], origins["language"] = detected, Origin.INFERRED
        if stated:
            warnings.append(
                f"The page says that its language is {stated!r}, but its words are {detected!r}"
            )
    if found := infer_countries(fields["title"], text, knowledge.countries):
        fields["countries"], origins["countries"] = found, Origin.INFERRED
    return SourceMetadata(**fields, origins=origins)


def _with_head(imported: Imported, page: PageMetadata) -> Imported:
    """A page of a scored index, with what the page's head says beside its text."""
    if imported.metadata is None:
        return imported
    known = {key: page.fields[key] for key in _FIELDS if key in page.fields}
    known = {key: value for key, value in known.items() if not getattr(imported.metadata, key)}
    origins = {**imported.metadata.origins, **{key: page.origins[key] for key in known}}
    metadata = dataclasses.replace(imported.metadata, **known, origins=origins)
    return dataclasses.replace(imported, metadata=metadata)
