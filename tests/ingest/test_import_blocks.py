"""HTML to passages: every word once, in order, and nothing that acts."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.domain.document import InlineSpan, PassageKind, SpanStyle
from reader.ingest.blocks import blocks_from_html
from reader.text.plain import plain_text


def _shape(html: str) -> list[tuple[str, str]]:
    return [(block.kind.value, block.text) for block in blocks_from_html(html)]


@pytest.mark.parametrize(
    ("html", "shape"),
    [
        ("loose <b>text</b>", [("paragraph", "loose text")]),
        ("one<br>two<br/>three", [("paragraph", "one two three")]),
        ("<div>a<div>b</div>c</div>", [("paragraph", t) for t in "abc"]),
        ("<custom>a</custom> b", [("paragraph", "a b")]),
        ("<p></p><p> </p><p>&nbsp;</p><p>&#x200b;</p><li></li><h2></h2>", []),
        ("<h7>a</h7>", [("paragraph", "a")]),
        (
            "<dl><dt>Term</dt><dd>Meaning</dd></dl>",
            [("paragraph", "Term"), ("paragraph", "Meaning")],
        ),
        ("<ul>stray<li>a</li></ul>", [("paragraph", "stray"), ("list_item", "a")]),
        (
            "<li>a<blockquote>b</blockquote>c</li>",
            [("list_item", "a"), ("quote", "b"), ("paragraph", "c")],
        ),
        (
            "<blockquote><ul><li>a<p>b</p></li></ul>c</blockquote>",
            [("list_item", "a"), ("quote", "b"), ("quote", "c")],
        ),
        ("<pre>a\n\n  b\tc\n</pre>d", [("code", "a"), ("code", "b c"), ("paragraph", "d")]),
        ("<pre>a<br>b <b>c</b></pre>", [("code", "a"), ("code", "b c")]),
        ("<p>a <img alt='b'> c</p>", [("paragraph", "a c"), ("caption", "b")]),
        ("<img alt=' '><img>", []),
        ("<td>a</td>", [("paragraph", "a")]),
        ("<table><tr><td>a<img alt='b'></td></tr></table>", [("table_cell", "a b")]),
        ("<table><tr><td><h2>a</h2><ul><li>b</li></ul></td></tr></table>", [("table_cell", "a b")]),
        ("</p></li></td></blockquote></pre>a</ul></table>", [("paragraph", "a")]),
    ],
)
def test_html_becomes_these_passages(html: str, shape: list[tuple[str, str]]) -> None:
    assert _shape(html) == shape


@pytest.mark.parametrize(
    "html",
    [
        "<script>x</script>",
        "<style>x</style>",
        "<iframe>x</iframe>",
        "<noscript>x</noscript>",
        "<template>x</template>",
        "<object>x</object>",
        "<svg><text>x</text></svg>",
        "<title>x</title>",
        "<!-- x -->",
        "<script>x",
        "<style>x",
    ],
)
def test_what_is_no_text_of_the_page_is_left_out(html: str) -> None:
    assert _shape(f"<p>kept</p>{html}") == [("paragraph", "kept")]


def test_spans_name_the_characters_they_style() -> None:
    (block,) = blocks_from_html(
        "<p>  A <em>word,\n <strong> two </strong></em>and "
        "<a href='https://x.org/a?b=c'>a <b>link</b></a> <code> c </code></p>"
    )
    assert block.text == "A word, two and a link c"
    assert [(span.style, block.text[span.start : span.end]) for span in block.spans] == [
        (SpanStyle.EMPHASIS, "word, two "),
        (SpanStyle.STRONG, "two "),
        (SpanStyle.LINK, "a link"),
        (SpanStyle.STRONG, "link"),
        (SpanStyle.CODE, "c"),
    ]
    assert block.spans[2].target == "https://x.org/a?b=c"


def test_a_dead_link_in_bold_words_leaves_them_bold() -> None:
    (block,) = blocks_from_html("<p><b>a <a href='/x'>b</a> c</b></p>")
    assert block.spans == (InlineSpan(0, 5, SpanStyle.STRONG),)


def test_spans_end_with_their_text_when_outer_space_is_dropped() -> None:
    (block,) = blocks_from_html("<p><b>&nbsp;a&nbsp;</b><i> </i></p>")
    assert block.text == "a"
    assert block.spans == (InlineSpan(0, 1, SpanStyle.STRONG),)


@pytest.mark.parametrize(
    "target",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "/page",
        "#top",
        "",
        "//x.org",
    ],
)
def test_only_web_addresses_are_links(target: str) -> None:
    (block,) = blocks_from_html(f'<p><a href="{target}">words</a></p>')
    assert (block.text, block.spans) == ("words", ())


def test_numbers_of_lists_are_kept() -> None:
    blocks = blocks_from_html(
        "<ol start=7><li>a<ol><li>b</li></ol></li><li value=20>c</li><li>d</li></ol>"
        "<ol start=9999999999><li>e</li></ol><li>f</li>"
    )
    assert [(block.level, block.ordered) for block in blocks] == [
        (1, 7),
        (2, 1),
        (1, 20),
        (1, 21),
        (1, 1),
        (1, None),
    ]


def test_cells_know_where_they_stand_across_spans() -> None:
    blocks = blocks_from_html(
        "<table><caption>Name</caption><thead><tr><td>a</td><th colspan=2>b</th></tr></thead>"
        "<tbody><tr><th rowspan=3>c</th><td>d</td><td></td></tr><tr><td>e</td><td>f</td></tr>"
        "<tr><td>g</td></tr><tr><td>h</td></tr></tbody></table>"
        "<table><tr><td>i<table><tr><td>j</td></tr></table>k</td></tr></table>"
    )
    assert blocks[0].kind is PassageKind.CAPTION
    cells = [
        (block.text, block.cell.table, block.cell.row, block.cell.column, block.cell.header)
        for block in blocks
        if block.cell
    ]
    assert cells == [
        ("a", 0, 0, 0, True),
        ("b", 0, 0, 1, True),
        ("c", 0, 1, 0, True),
        ("d", 0, 1, 1, False),
        ("e", 0, 2, 1, False),
        ("f", 0, 2, 2, False),
        ("g", 0, 3, 1, False),
        ("h", 0, 4, 0, False),
        ("i j k", 1, 0, 0, False),
    ]


@pytest.mark.parametrize("tag", ["div", "blockquote", "b", "ul><li", "table><tr><td", "a href=x"])
def test_nesting_without_end_loses_no_word(tag: str) -> None:
    blocks = blocks_from_html(f"<{tag}>" * 50_000 + "deep" + "</div></b>" * 50_000 + "<p>after</p>")
    assert " ".join(block.text for block in blocks).split() == ["deep", "after"]


def test_a_picture_repeated_by_its_caption_is_named_once() -> None:
    html = "<figure><img alt='A wall'><figcaption>A <b>wall</b></figcaption></figure>"
    assert _shape(html) == [("caption", "A wall")]


TAGS = "p div b i a ul ol li table tr td th thead h1 h2 blockquote pre code br img figure caption"
PIECES = st.lists(
    st.one_of(
        st.sampled_from([f"<{tag}>" for tag in TAGS.split()]),
        st.sampled_from([f"</{tag}>" for tag in TAGS.split()]),
        st.sampled_from(["<img alt='x y'>", "<a href='https://x.org'>", "<", ">", "&amp;", "&#0;"]),
        st.text(max_size=12),
    ),
    max_size=40,
)


@settings(deadline=None)
@given(PIECES)
def test_any_html_gives_plain_passages_with_spans_inside_them(pieces: list[str]) -> None:
    for block in blocks_from_html("".join(pieces).encode("utf-8", "replace").decode()):
        assert block.text
        assert plain_text(block.text) == block.text
        for span in block.spans:
            assert 0 <= span.start < span.end <= len(block.text)
        assert (block.kind is PassageKind.TABLE_CELL) == (block.cell is not None)


WORDS = st.lists(st.from_regex(r"[a-z]{1,8}", fullmatch=True), min_size=1, max_size=8)


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["p", "div", "li", "h2", "pre", "dd"]), WORDS)))
def test_no_word_is_lost_or_doubled(parts: list[tuple[str, list[str]]]) -> None:
    html = "".join(f"<{tag}>{' '.join(words)}</{tag}>" for tag, words in parts)
    found = " ".join(block.text for block in blocks_from_html(html)).split()
    assert found == [word for _, words in parts for word in words]


def test_a_lone_surrogate_costs_one_character() -> None:
    assert [block.text for block in blocks_from_html("<p>one \ud800 two</p>")] == ["one \ufffd two"]
