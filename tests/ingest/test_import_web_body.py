"""A saved page becomes its article: every word of it, in order, and nothing from around it."""

from __future__ import annotations

import re

import lxml.html
import pytest
from importing import Import
from labelled_pages import SETS, LabelledPage, labelled_pages

from reader.domain.document import PassageKind
from reader.domain.errors import ImportFailed
from reader.ingest.formats import import_file
from reader.ingest.imported import Imported, Knowledge, Source
from reader.ingest.page_source import decode_page
from reader.text.plain import plain_text

ALL = [page for name in SETS for page in labelled_pages(name)]
PROSE = (
    "<p>The quay was closed on Sunday, and nobody came to open it.</p>"
    "<p>Two ships waited outside, one of them without a name.</p>"
    "<p>On Monday there was one ship, and it had a name.</p>"
)

FOLDED = "It is folded up until it is asked for."


def _page(body: str, head: str = "<title>The quay</title>") -> str:
    return f"<!doctype html><html><head>{head}</head><body>{body}</body></html>"


@pytest.fixture
def imported(knowledge: Knowledge) -> Import:
    def run(text: str | bytes, name: str = "page.html") -> Imported:
        data = text if isinstance(text, bytes) else text.encode()
        return import_file(Source(data, name), knowledge)

    return run


def _texts(found: Imported) -> list[str]:
    return [block.text for block in found.blocks]


@pytest.mark.parametrize("page", ALL, ids=lambda page: f"{page.path.parent.name}/{page.path.stem}")
def test_every_labelled_sentence_is_kept_and_none_from_around_it(
    page: LabelledPage, knowledge: Knowledge
) -> None:
    found = import_file(Source(page.path.read_bytes(), page.path.name), knowledge)
    assert page.missing(_texts(found)) == []
    assert page.left(_texts(found)) == []


@pytest.mark.parametrize("page", ALL, ids=lambda page: f"{page.path.parent.name}/{page.path.stem}")
def test_passages_are_the_pages_own_words_in_its_order(
    page: LabelledPage, knowledge: Knowledge
) -> None:
    data = page.path.read_bytes()
    found = import_file(Source(data, page.path.name), knowledge)
    text = _comparable(_parsed(data).text_content())
    place = 0
    for block in found.blocks:
        own = _comparable(block.text)
        if block.kind is PassageKind.CAPTION and block.text in _alternatives(data):
            continue
        place = text.index(own, place) + len(own)


def _comparable(text: str) -> str:
    raised = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
    return re.sub(r"[ \t\r\n]+", "", text).translate(raised)


def _alternatives(data: bytes) -> list[str]:
    return [
        plain_text(picture.get("alt") or "") for picture in _parsed(data).iter("img", "amp-img")
    ]


def _parsed(data: bytes) -> lxml.html.HtmlElement:
    # As references, no statement of an encoding in the page can change them.
    return lxml.html.document_fromstring(decode_page(data)[0].encode("ascii", "xmlcharrefreplace"))


@pytest.mark.parametrize(
    ("aside", "kept"),
    [
        ("<p>Short.</p>", "Short."),
        ("<table><tr><td>1</td><td>2</td></tr></table>", "2"),
        ("<ul><li>One</li></ul>", "One"),
        ("<dl><dt>Term</dt><dd>Meaning</dd></dl>", "Meaning"),
        ("<pre>code here</pre>", "code here"),
        ("<details><summary>More facts</summary><p>Folded up.</p></details>", "Folded up."),
        ("<h2><button aria-expanded=false>Asked</button></h2>", "Asked"),
        ("<div hidden><p>It is folded up until it is asked for.</p></div>", FOLDED),
        ("<div class=box><h3>In brief</h3><p>Two ships.</p></div>", "Two ships."),
        ("<aside><p>On names: ships have two.</p></aside>", "On names: ships have two."),
        ("<div class=ad>Buy</div>loose words after it", "loose words after it"),
        ("<p>words <span class=sr-only>unseen</span>go on</p>", "words go on"),
        ("<p>a<b>b</b>c <i>d</i>e</p>", "abc de"),
        ("<p>1&nbsp;0 &ldquo;caf&eacute;&rdquo; e&#769; &#146;</p>", "1\u00a00 “café” e\u0301 ’"),
        ("<p>in 2021<a href='#n3'>3</a> it fell</p>", "in 2021³ it fell"),
        ("<p>Some 40 km<sup>2</sup> of it</p>", "Some 40 km² of it"),
        ("<div><span>Risk</span><span>5.9</span></div>", "Risk 5.9"),
    ],
)
def test_what_the_library_would_lose_is_kept(imported: Import, aside: str, kept: str) -> None:
    found = imported(_page(f"<main><h1>The quay</h1>{PROSE}{aside}{PROSE[:65]}</main>"))
    assert kept in _texts(found)


@pytest.mark.parametrize(
    "around",
    [
        "<nav>Home</nav>",
        "<form><p>Your session ends in five minutes.</p></form>",
        "<div role=dialog><p>We would like to send you notices.</p></div>",
        "<div class='social-share'>Share it</div>",
        "<div id=cookieNotice><p>This site uses cookies to know you.</p></div>",
        "<div class=relatedPosts><a href=/x>Another quay</a></div>",
        "<h3>Read next</h3><ul><li><a href=/x>Another quay</a></li></ul>",
        "<p>Read more: <a href=/x>Another quay</a></p>",
        "<p><a href=/x><b>SEE ALSO: Another quay</b></a></p>",
        "<p>Sign up for our newsletter</p>",
        "<div class=comments><p>I was there, and it was open.</p></div>",
        "<p class=pullquote>Two ships waited outside, one of them without a name.</p>",
        "<div style='display:none'>Loading</div>",
        "<p>Advertisement</p>",
        "<script>document.write('x')</script><style>p{}</style><noscript>Enable it</noscript>",
        "<iframe src=https://x.org>frame</iframe><svg><text>drawn</text></svg>",
        "<select><option>Choose</option></select>",
        "<img src=https://x.org/pixel.gif>",
    ],
)
def test_what_stands_around_an_article_is_left_out(imported: Import, around: str) -> None:
    found = imported(_page(f"<main><h1>The quay</h1>{PROSE}{around}</main>"))
    assert _texts(found) == _texts(imported(_page(f"<main><h1>The quay</h1>{PROSE}</main>")))
    assert found.pictures == {}


def test_where_no_article_is_found_all_is_kept_and_it_is_said(imported: Import) -> None:
    found = imported(
        _page("<nav><a href=/a>Harbours</a> <a href=/b>Ships and their names</a></nav>")
    )
    assert "Ships and their names" in " ".join(_texts(found))
    assert found.warnings == ("No article was found on the page; all of its text was kept",)


@pytest.mark.parametrize("body", ["", "<div id=root></div><script>go()</script>", "<frameset>"])
def test_a_page_without_text_is_refused_with_a_remedy(imported: Import, body: str) -> None:
    with pytest.raises(ImportFailed, match="save it from the browser"):
        imported(_page(body, head=""))


def test_two_breaks_part_paragraphs_and_layout_tables_are_none(imported: Import) -> None:
    found = imported(
        _page(
            "<table><tr><td><a href=/>Home</a></td><td><h1>The quay</h1>One ship waited at the "
            "wall.<br><br>Two of them<br>left.<table><tr><th>Ship</th></tr><tr><td>Anna</td></tr>"
            "</table></td></tr></table>"
        )
    )
    assert [(each.kind.value, each.text) for each in found.blocks] == [
        ("heading", "The quay"),
        ("paragraph", "One ship waited at the wall."),
        ("paragraph", "Two of them left."),
        ("table_cell", "Ship"),
        ("table_cell", "Anna"),
    ]


def test_a_title_that_only_looks_like_one_becomes_a_heading(imported: Import) -> None:
    found = imported(_page(f"<div class=t1>The quay</div><div>{PROSE}</div>"))
    assert (found.blocks[0].kind, found.blocks[0].level) == (PassageKind.HEADING, 1)
    assert found.metadata is not None
    assert found.metadata.title == "The quay"
