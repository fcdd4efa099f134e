"""A report's quotations, read by two independent readers of Markdown."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser

import markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.domain.bookmark import AnchorState
from reader.domain.dates import PartialDate
from reader.domain.document import SourceMetadata, Work
from reader.domain.report import Clip, Locator, Report, ReportClip, ReportHeading, ReportText
from reader.domain.selector import TextPositionSelector, TextQuoteSelector
from reader.report.compose import compose_markdown, escape_markdown
from reader.text.plain import plain_text


class _Shown(HTMLParser):
    """The paragraphs inside block quotes, without their footnote marks."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.paragraphs: list[str] = []
        self._quotes = self._marks = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._quotes += tag == "blockquote"
        self._marks += tag == "sup"
        if self._quotes and tag not in ("blockquote", "sup", "a"):
            # Any other tag than a paragraph's is markup that was not meant: it shows as one more.
            self.paragraphs.append("")

    def handle_endtag(self, tag: str) -> None:
        self._quotes -= tag == "blockquote"
        self._marks -= tag == "sup"

    def handle_data(self, data: str) -> None:
        if self._quotes and not self._marks and self.paragraphs:
            self.paragraphs[-1] += data


def _python_markdown(text: str) -> str:
    return markdown.markdown(text, extensions=["footnotes"])


def _python_markdown_extra(text: str) -> str:
    return markdown.markdown(text, extensions=["extra"])


def _commonmark(text: str) -> str:
    parser = pytest.importorskip("markdown_it").MarkdownIt("commonmark").enable("table")
    # Footnotes are no part of CommonMark; their marks would show as text.
    rendered: str = parser.render(re.sub(r"\[\^1\]$", "", text, flags=re.M))
    return rendered


READERS = (_python_markdown, _python_markdown_extra, _commonmark)


def _clip(quotation: str, **changes: object) -> Clip:
    parts: dict[str, object] = {
        "bookmark": "b1",
        "quotation": quotation,
        "quote": TextQuoteSelector(quotation, "", ""),
        "position": TextPositionSelector(0, len(quotation)),
        "metadata": SourceMetadata(title="A title"),
        "heading_path": (),
        "locator": Locator(1, 1),
        "version_sha256": "0" * 64,
        "imported": PartialDate.parse("2024-01-02"),
        "note": "",
        "tags": (),
        "anchor": AnchorState.EXACT,
    }
    return Clip(**{**parts, **changes})  # type: ignore[arg-type]


def _report(clip: Clip) -> str:
    outline = (ReportHeading(1, "Part", 1), ReportText(2, "Own words."), ReportClip(3, "b1"))
    return compose_markdown(Report("r", "Report", outline), {"b1": clip})


def _shown(read: Callable[[str], str], quotation: str) -> list[str]:
    page = _Shown()
    page.feed(read(_report(_clip(quotation))))
    return [paragraph.rstrip("\n") for paragraph in page.paragraphs]


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize(
    "quotation",
    [
        "Seizures of $379 million and US$5, or 5$.",
        "R&D, AT&T, &amp; and &#35;",
        "5 < 6 & 7 > 3, <b>bold</b> <!-- no --> <a@b.c>",
        "an *asterisk*, _under_ [brackets](x) ![img](y) `code` # ~~no~~ ^1^",
        "[^1]",
        "[^1]: not a footnote",
        "1. Not a list",
        "(2) nor this",
        "a) nor this",
        "- nor this",
        "2014",
        "---",
        "===",
        ": not a definition",
        "| a | b |",
        "https://example.org/a_b_c?d=1&e=2#f",
        "back\\slash \\* and at the end\\",
        "\u00a0outer no-break spaces\u00a0",
        "😀 and 👩‍👩‍👧",
        "first passage\n2. second\n=== third",
        "{: .no-class }",
        "```",
    ],
)
def test_a_quotation_is_read_back_character_by_character(
    read: Callable[[str], str], quotation: str
) -> None:
    assert _shown(read, quotation) == quotation.split("\n")


_SIGNS = st.text(st.sampled_from("ab1. *_[]<>&#|`~^$-+=:\\!(){}\"'/@%;,?\u00a0é😀x"), max_size=14)


@given(st.lists(_SIGNS.map(plain_text).filter(str.strip), min_size=1, max_size=3))
def test_any_signs_are_read_back_as_they_stand(parts: list[str]) -> None:
    for read in READERS:
        assert _shown(read, "\n".join(parts)) == parts


def test_what_no_reader_takes_for_markup_stays_legible() -> None:
    assert escape_markdown("US$5, Q&A: a | b - c = d, 1.5 tons") == (
        "US$5, Q&A: a | b - c = d, 1.5 tons"
    )


def test_notes_are_text_in_any_indentation() -> None:
    text = _report(_clip("Quoted.", note="See:\n\n    1. the file"))
    assert "<code>" not in _python_markdown(text)
    assert "1. the file" in _python_markdown(text)


def test_a_summary_is_cited_as_one_after_its_original() -> None:
    work = Work(title="The original", publisher="Its publisher")
    metadata = SourceMetadata(title="In short", publisher="A library", summarises=work)
    text = _report(_clip("Quoted.", metadata=metadata))
    expected = "“In short”, A library, summary after “The original”, Its publisher, n.d."
    assert f"[^1]: {expected}; para. 1." in text
    assert f"- {expected}." in text


@pytest.mark.parametrize(
    ("anchor", "words"),
    [(AnchorState.MOVED, "check the quotation"), (AnchorState.ORPHANED, "not in the source")],
)
def test_a_quotation_that_does_not_stand_any_more_says_so(anchor: AnchorState, words: str) -> None:
    assert words in _report(_clip("Quoted.", anchor=anchor))
    assert words not in _report(_clip("Quoted."))
