"""A report says what its sources say: every quotation comes back character by character."""

from __future__ import annotations

import dataclasses
import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import markdown

from reader.domain.bookmark import AnchorState
from reader.domain.dates import PartialDate
from reader.domain.document import SourceMetadata, Work
from reader.domain.report import (
    Clip,
    Locator,
    Report,
    ReportClip,
    ReportHeading,
    ReportText,
)
from reader.domain.selector import TextPositionSelector, TextQuoteSelector
from reader.report.compose import compose_markdown
from reader.text.plain import plain_text


def clip(quotation: str, **changes: object) -> Clip:
    made = Clip(
        bookmark="b",
        quotation=quotation,
        quote=TextQuoteSelector(quotation),
        position=TextPositionSelector(0, len(quotation)),
        metadata=SourceMetadata(
            title="River gold", publisher="Weekly", published=PartialDate(2021)
        ),
        heading_path=("Camps",),
        locator=Locator(3, 3),
        version_sha256="00",
        imported=PartialDate(2026, 11, 22),
        note="",
        tags=(),
        anchor=AnchorState.EXACT,
    )
    return dataclasses.replace(made, **changes)  # type: ignore[arg-type]


def composed(*clips: Clip) -> str:
    items = tuple(ReportClip(at, str(at)) for at in range(len(clips)))
    return compose_markdown(
        Report("r", "Gold", items), {str(at): each for at, each in enumerate(clips)}
    )


def quoted(text: str) -> list[str]:
    """The paragraphs of all block quotes, as a reader of the Markdown sees them."""
    page = markdown(text, extensions=["footnotes"])
    found = []
    for block in re.findall(r"<blockquote>(.*?)</blockquote>", page, re.DOTALL):
        for paragraph in re.findall(r"<p>(.*?)</p>", block, re.DOTALL):
            bare = re.sub(r"<sup.*?</sup>", "", paragraph, flags=re.DOTALL)
            found.append(html.unescape(re.sub(r"<[^>]*>", "", bare)))
    return found


@pytest.mark.parametrize(
    "words",
    [
        "Illegal gold mining pays.",
        "5 *stars* and _more_ [link](x) <b>bold</b> & co &amp; `code`",
        "1. not a list",
        "12) nor this",
        "- nor this",
        "+ nor this",
        "# nor a heading",
        "> nor a quote",
        "a | b | c ~~d~~ $5 ^6",
        "back\\slash",
        "“curly” ‘quotes’ — dash 😀 e\u0301\u00a0nbsp",
        "![image](x)",
        "[^1] note",
        "[^1]: note",
        "=====",
        "-----",
        "http://x.example/a_b_c",
        "!important",
        "term\u00a0: definition",
        ": definition",
        "*",
        "{#id} {: .class}",
    ],
)
def test_a_quotation_comes_back_as_it_stands_in_its_source(words: str) -> None:
    assert quoted(composed(clip(words))) == [words]


@given(st.text(min_size=1, max_size=80).map(plain_text).filter(bool))
def test_any_line_of_any_source_comes_back(words: str) -> None:
    # Python-Markdown keeps STX and ETX for itself; plain text has no control characters anyway.
    assert quoted(composed(clip(words))) == [words]


def test_a_quotation_over_passages_keeps_its_paragraphs() -> None:
    assert quoted(composed(clip("One.\nTwo."))) == ["One.", "Two."]


def test_each_quotation_has_a_footnote_and_each_source_stands_once() -> None:
    text = composed(clip("One."), clip("Two.", locator=Locator(4, 5)))
    assert "[^1]: “River gold”, Weekly, 2021; Camps, para. 3." in text
    assert "[^2]: “River gold”, Weekly, 2021; Camps, paras. 4–5." in text
    assert text.count("- “River gold”, Weekly, 2021.") == 1
    assert markdown(text, extensions=["footnotes"]).count("footnote-backref") == 2


def test_a_note_follows_its_quotation_as_the_author_wrote_it() -> None:
    text = composed(clip("One.", note="Ask *twice*\n- why"))
    page = html.unescape(re.sub(r"<[^>]*>", "", markdown(text)))
    assert "Ask *twice*\n- why" in page


@pytest.mark.parametrize(
    ("anchor", "words"),
    [
        (AnchorState.MOVED, "check the quotation"),
        (AnchorState.ORPHANED, "not in the source as it now stands"),
    ],
)
def test_a_quotation_whose_source_changed_says_so(anchor: AnchorState, words: str) -> None:
    assert words in composed(clip("One.", anchor=anchor))


def test_a_summary_is_cited_after_its_work() -> None:
    metadata = SourceMetadata(title="In short", publisher="Starter", summarises=Work("The report"))
    text = composed(clip("One.", metadata=metadata))
    assert "“In short”, Starter, summary after “The report”, n.d.; Camps, para. 3." in text


def test_headings_and_own_text_keep_their_place() -> None:
    report = Report(
        "r", "A *name*", (ReportHeading(1, "Part #1", 2), ReportText(2, "My **own** words.\n"))
    )
    assert compose_markdown(report, {}) == (
        "# A \\*name\\*\n\n### Part \\#1\n\nMy **own** words.\n"
    )


def test_an_empty_report_is_its_name() -> None:
    assert compose_markdown(Report("r", "Gold", ()), {}) == "# Gold\n"

