"""A report as Markdown: headings, own text, and quotations with their citations as footnotes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from reader.domain.bookmark import AnchorState
from reader.domain.citation import citation, clip_citation
from reader.domain.report import Clip, Report, ReportClip, ReportHeading, ReportText

# What Markdown would read as markup; a quotation must come out as it stands in its source.
_MARKUP = re.compile(r"([\\`*_\[\]<>#|~^$&])")
_LINE_START = re.compile(r"^(\s*)([-+=:]|\d+[.)])")


def escape_markdown(text: str) -> str:
    """`text` so that a Markdown reader shows its very characters."""
    escaped = _MARKUP.sub(r"\\\1", text)
    return _LINE_START.sub(_escaped_start, escaped)


def _escaped_start(match: re.Match[str]) -> str:
    start = match.group(2)
    return f"{match.group(1)}{start[:-1]}\\{start[-1]}"


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
        match item:
            case ReportHeading():
                lines += [f"{'#' * (item.level + 1)} {escape_markdown(item.text)}", ""]
            case ReportText():
                lines += [item.markdown.rstrip(), ""]
            case ReportClip():
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
        yield from (escape_markdown(line) for line in clip.note.split("\n"))


def _footnote(clip: Clip) -> str:
    text = escape_markdown(clip_citation(clip))
    warning = _warning(clip.anchor)
    return f"{text}. {warning}" if warning else f"{text}."


def _warning(anchor: AnchorState) -> str:
    match anchor:
        case AnchorState.EXACT:
            return ""
        case AnchorState.MOVED:
            return "*The source has changed since this was marked: check the quotation.*"
        case AnchorState.ORPHANED:
            return "*The quotation is not in the source as it now stands.*"


def _sources(clips: Sequence[Clip]) -> list[str]:
    return sorted({f"{citation(clip.metadata)}." for clip in clips})
