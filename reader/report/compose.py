"""A report as Markdown: headings, own text, and quotations with their citations as footnotes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from reader.domain.bookmark import AnchorState
from reader.domain.citation import citation, clip_citation
from reader.domain.report import Clip, Report, ReportHeading, ReportText

# What a backslash takes its meaning from in every reader; Python-Markdown shows the backslash
# before other signs. Those become character references, and only where a reader would take them
# for markup: "$5", "Q&A" and "a | b" stay legible (a dollar before a digit ends no formula).
_MARKUP = re.compile(r"(?P<escaped>[\\`*_\[\]#>])|[<^~]|&(?=#?\w+;)|\$(?!\d)|(?<!\w)@")
_LINE_START = re.compile(
    r"(?P<before>\(?(?:\d+|[A-Za-z]|[ivxlcdmIVXLCDM]+))(?P<escaped>[.)])(?=\s|$)"
    r"|(?P<bullet>[-+])(?=[-+\s]|$)"
    r"|[=:|]"
)

_WARNINGS = {
    AnchorState.EXACT: "",
    AnchorState.MOVED: "*The source has changed since this was marked: check the quotation.*",
    AnchorState.ORPHANED: "*The quotation is not in the source as it now stands.*",
}


def escape_markdown(text: str) -> str:
    """One line of `text` so that a Markdown reader shows its very characters, outer space too."""
    inner = text.strip()
    begins = text.index(inner)
    start = _LINE_START.match(inner)
    opening = _escaped_start(start) if start else ""
    rest = _MARKUP.sub(_escaped, inner[start.end() if start else 0 :])
    outer = text[:begins], text[begins + len(inner) :]
    return f"{_references(outer[0])}{opening}{rest}{_references(outer[1])}"


def _escaped(match: re.Match[str]) -> str:
    return f"\\{match.group()}" if match.group("escaped") else _references(match.group())


def _escaped_start(match: re.Match[str]) -> str:
    if bullet := match.group("bullet"):
        return f"\\{bullet}"
    if before := match.group("before"):
        marker = before.replace("(", "\\(")
        return f"{marker}\\{match.group('escaped')}"
    return _references(match.group())


def _references(text: str) -> str:
    return "".join(f"&#{ord(character)};" for character in text)


def compose_markdown(report: Report, clips: Mapping[str, Clip]) -> str:
    """The report as Markdown (CommonMark with footnotes, as pandoc and Python-Markdown read it).

    `clips` holds the clip of every bookmark in the outline. Every quotation is a block quote of
    the source's own characters, then its note, and a footnote that cites source and place; the
    sources follow as a list, each once.
    """
    lines = [f"# {escape_markdown(report.name)}", ""]
    footnotes: list[str] = []
    used: list[Clip] = []
    for item in report.items:
        if isinstance(item, ReportHeading):
            lines += [f"{'#' * (item.level + 1)} {escape_markdown(item.text)}", ""]
        elif isinstance(item, ReportText):
            lines += [item.markdown.rstrip(), ""]
        else:
            clip = clips[item.bookmark]
            used.append(clip)
            lines += [*_quotation(clip, len(used)), ""]
            footnotes.append(f"[^{len(used)}]: {_footnote(clip)}")
    if used:
        lines += ["## Sources", ""]
        lines += [f"- {escape_markdown(line)}" for line in _sources(used)]
        lines += [""]
        for footnote in footnotes:
            lines += [footnote, ""]
    return "\n".join(lines).rstrip() + "\n"


def _quotation(clip: Clip, number: int) -> Iterator[str]:
    parts = clip.quotation.split("\n")
    for at, part in enumerate(parts):
        if at:
            yield ">"
        last = f"[^{number}]" if at == len(parts) - 1 else ""
        yield f"> {escape_markdown(part)}{last}"
    if clip.note:
        yield ""
        # A line's own indentation would make it code.
        yield from (escape_markdown(line.strip()) for line in clip.note.split("\n"))


def _footnote(clip: Clip) -> str:
    text = escape_markdown(clip_citation(clip))
    warning = _WARNINGS[clip.anchor]
    return f"{text}. {warning}" if warning else f"{text}."


def _sources(clips: Sequence[Clip]) -> list[str]:
    return sorted({f"{citation(clip.metadata)}." for clip in clips})
