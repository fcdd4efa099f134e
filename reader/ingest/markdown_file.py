"""Markdown files, with or without YAML front matter."""

from __future__ import annotations

import html as entities
import re
from typing import Any

from reader.domain.document import Block, Origin, PassageKind, SourceMetadata
from reader.domain.errors import ImportFailed
from reader.ingest.blocks import blocks_from_html
from reader.ingest.front_matter import FrontMatter, read_front_matter, split_front_matter
from reader.ingest.imported import Imported, Knowledge
from reader.ingest.metadata import (
    detect_language,
    infer_countries,
    title_from_name,
    with_heading_paths,
)

FORMAT = "markdown"

# `[Editor]: agreed` is a sentence and `[^1]: see there` a note; the target of a definition, which
# Markdown does not show, looks like an address.
_DEFINITION = re.compile(
    r"^[ ]{0,3}\[(?!\^)([^\[\]]*)\]:[ ]*(?:\n[ ]*)?((?:<|[a-z][a-z0-9+.-]*:|[./#])[^\s]*)[ ]*"
    r"(?:\n[ ]*)?(([\"'])(.*)\4[ ]*|\((.*)\)[ ]*)?$",
    re.M | re.I,
)
_ELEMENT_NAMES = (
    "a abbr acronym address article aside b big blockquote body br caption center cite code col "
    "colgroup dd del details dfn div dl dt em fieldset figcaption figure font footer form h1 h2 h3 "
    "h4 h5 h6 head header hr html i iframe img input ins kbd label legend li link main mark meta "
    "nav noscript object ol p pre q s samp script section small span strike strong style sub "
    "summary sup svg table tbody td template tfoot th thead title tr tt u ul var wbr"
)
# What is no tag, comment or address in angle brackets is a word in them: `<country>`, `5 < 7`.
_BARE_ANGLE = re.compile(
    rf"<(?!/?(?:{'|'.join(_ELEMENT_NAMES.split())})(?=[\s/>])|!--|(?:https?|mailto):|[\w.+-]+@)",
    re.I,
)
_UNCLOSED_ANGLE = re.compile(r"<(?!!--)(?=[^<>]*(?:<|\Z))")
_BRACKET = re.compile(r"[\[\]()]")
_BLANK = re.compile(r"\n[ \t]*\n")
_DEEP_INDENT = re.compile(r"^[ \t]{40,}(?=[-*+]|\d+\.)", re.M)
_DEEP_QUOTE = re.compile(r"^((?:[ ]{0,3}>){20})[ >]+", re.M)
# Python-Markdown looks from each opening bracket to the end of its paragraph, so that more than
# these left open are taken literally.
_MOST_OPEN = 50
_LITERALS = {"<": "&lt;", "[": "[", "*": "*", "_": "_", "`": "`", "\\": "\\"}
# It also copies a paragraph for each mark in it, and a run of lines for each heading in it.
_MOST_MARKS = 5_000
_LONGEST_RUN = 20_000
_MARK = re.compile(r"[*_`\\\[]")
_ITEM_OR_HEADING = re.compile(r"^(?=[ \t]*(?:[-*+]|\d+\.)[ \t]|#)", re.M)
_ROW = re.compile(r"^(?=[ ]{0,3}\|)", re.M)
_TABLE = re.compile(r"^[ ]{0,3}\|?[ ]*:?-+:?[ ]*(?:\|[ ]*:?-*:?[ ]*)+$", re.M)
_HEADING_LINE = re.compile(r"^[> ]*#.*$", re.M)
_UNDERLINE = re.compile(r"^[-=*_> ]+$", re.M)


def import_markdown(text: str, name: str, knowledge: Knowledge) -> Imported:
    """Read Markdown. Raises ImportFailed when there is no text in it.

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
    blocks = blocks_from_html(_to_html(body, warnings))
    if not blocks:
        raise ImportFailed(
            "there is no text in it", item=name, remedy="Write something below the front matter"
        )
    fields = dict(stated.fields)
    origins = dict(stated.origins)
    if "title" not in fields:
        fields["title"], origins["title"] = _title(blocks, name)
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
    )


def _title(blocks: list[Block], name: str) -> tuple[str, Origin]:
    for block in blocks:
        if block.kind is PassageKind.HEADING:
            return block.text, Origin.STATED
    return title_from_name(name), Origin.INFERRED


def _to_html(body: str, warnings: list[str]) -> str:
    import markdown

    literals = _private_characters(body)
    tamed = _tame(body, literals, warnings)
    converter = markdown.Markdown(extensions=["tables", "fenced_code", "sane_lists"])
    # The instance's own expression stands before its class's.
    vars(converter.parser.blockprocessors["reference"])["RE"] = _DEFINITION
    try:
        html = converter.convert(tamed)
    except RecursionError:
        warnings.append("The Markdown nests too deep; it was read as plain paragraphs")
        html = "".join(f"<p>{entities.escape(part)}</p>\n" for part in _BLANK.split(tamed))
    for character, stand_in in literals.items():
        html = html.replace(stand_in, _LITERALS[character])
    return html


def _private_characters(text: str) -> dict[str, str]:
    """A stand-in that `text` does not contain for each character that may be taken literally."""
    free = (chr(point) for point in range(0xE000, 0xF8FF) if chr(point) not in text)
    return {character: next(free) for character in _LITERALS}


def _tame(text: str, literals: dict[str, str], warnings: list[str]) -> str:
    """`text` with the marks taken literally that are no Markdown, or would take for ever."""
    angle = literals["<"]
    text = _BARE_ANGLE.sub(angle, text)
    last_end = text.rfind("-->")
    head, tail = text[: last_end + 1], text[last_end + 1 :]
    text = head + tail.replace("<!--", f"{angle}!--")
    if sum(1 for _ in _UNCLOSED_ANGLE.finditer(text)) > _MOST_OPEN:
        warnings.append("Many HTML tags are not closed; they were read as text")
        text = _UNCLOSED_ANGLE.sub(angle, text)
    runs = [_tame_run(run, literals, warnings) for run in _BLANK.split(text)]
    text = "\n\n".join(runs)
    return _DEEP_QUOTE.sub(r"\1 ", _DEEP_INDENT.sub(" " * 40, text))


def _tame_run(run: str, literals: dict[str, str], warnings: list[str]) -> str:
    """As `_tame`, for a run of lines without a blank one."""
    if _leaves_open(run):
        warnings.append("A paragraph has many unclosed brackets; they were read as text")
        run = run.replace("[", literals["["])
    if len(run) > _LONGEST_RUN:
        run = _HEADING_LINE.sub(r"\n\g<0>\n", run)
        run = _UNDERLINE.sub(r"\g<0>\n", run)
        parts = _ITEM_OR_HEADING.split(run)
        if _TABLE.search(run):
            parts = [row for part in parts for row in _ROW.split(part)]
        for place, part in enumerate(parts):
            if len(part) > _MOST_MARKS and len(_MARK.findall(part)) > _MOST_MARKS:
                warnings.append("A paragraph is full of Markdown's marks; they were read as text")
                parts[place] = _MARK.sub(lambda match: literals[match.group()], part)
        run = "".join(parts)
    return run


def _leaves_open(paragraph: str) -> bool:
    """Whether brackets or parentheses nest deeper than any prose, or are never closed."""
    if paragraph.count("[") <= _MOST_OPEN:
        return False
    depths = {"[": 0, "(": 0}
    for match in _BRACKET.finditer(paragraph):
        mark = match.group()
        if mark in depths:
            depths[mark] += 1
            if depths[mark] > _MOST_OPEN:
                return True
        else:
            opening = "[" if mark == "]" else "("
            depths[opening] = max(0, depths[opening] - 1)
    return False
