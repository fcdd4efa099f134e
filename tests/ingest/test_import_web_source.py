"""A page's bytes: any encoding, any damage, nothing that acts, and never without end."""

from __future__ import annotations

import base64

import lxml.etree
import pytest
from importing import Import
from index_pages import figures, page
from pictures import png

from reader.domain.errors import ImportFailed
from reader.domain.scoring import ScoredIndex
from reader.ingest import web_page
from reader.ingest.formats import import_file
from reader.ingest.imported import Imported, Knowledge, Source
from reader.ingest.page_source import decode_page, read_source

WORDS = "Café “Túpac” – 1\u00a0000 €"
PROSE = "<p>The quay was closed on Sunday, and nobody came to open it for the ships.</p>"


@pytest.fixture
def read(knowledge: Knowledge) -> Import:
    def run(data: bytes, beside: dict[str, bytes] | None = None) -> Imported:
        return import_file(Source(data, "page.html", (beside or {}).get), knowledge)

    return run


@pytest.mark.parametrize(
    ("head", "encoding", "warning"),
    [
        ("<meta charset=utf-8>", "utf-8", None),
        ("", "utf-8", None),
        ("", "utf-8-sig", None),
        ("", "utf-16", None),
        ("", "utf-16-le", None),
        ("<meta charset='windows-1252'>", "cp1252", None),
        ("<META HTTP-EQUIV=Content-Type CONTENT='text/html; charset=ISO-8859-1'>", "cp1252", None),
        ("<meta charset=macintosh>", "mac-roman", None),
        ("", "cp1252", "does not say its encoding and is not UTF-8 (byte"),
        ("<meta charset=utf-8>", "cp1252", "says UTF-8 but is not"),
        ("<meta charset=iso-8859-1>", "utf-8", "but it is UTF-8"),
        ("<meta charset=no-such-thing>", "utf-8", None),
        ("<meta charset=rot13>", "utf-8", None),
    ],
)
def test_a_page_is_read_in_the_encoding_it_is_in(
    head: str, encoding: str, warning: str | None
) -> None:
    text = f"<html><head>{head}</head><body><p>{WORDS}</p></body></html>"
    decoded, warnings = decode_page(text.encode(encoding))
    assert decoded == text
    assert len(warnings) == (warning is not None)
    assert not warnings or (warning is not None and warning in warnings[0])


def test_xml_says_its_encoding_too() -> None:
    text = f'<?xml version="1.0" encoding="iso-8859-2"?><html><p>Łódź {PROSE}</p></html>'
    assert decode_page(text.encode("iso-8859-2")) == (text, ())


def test_what_carries_a_page_may_state_its_encoding() -> None:
    assert decode_page("Łódź".encode("cp1250"), "windows-1250") == ("Łódź", ())


def test_damage_is_shown_and_said() -> None:
    data = "<html><p>é é é é é</p></html>".encode().replace("é".encode(), b"\xc3", 1)
    text, warnings = decode_page(data)
    assert "�" in text
    assert warnings == ("The page is damaged UTF-8: what is unreadable shows as �",)


def test_scripts_and_comments_are_taken_out_and_what_they_say_is_kept() -> None:
    source = read_source(
        "<!-- one --><script>if (a<b) '</p>'</script><style>p{}<p></style>"
        "<script type='application/ld+json'>{}</script><p>kept<!-- <p>two --></p>"
        "<svg/><p>and this</p><script>never closed <p>lost"
    )
    assert source.html == "<p>kept</p><p>and this</p>"
    assert source.comments == (" one ", " <p>two ")
    assert source.json_ld == ("{}",)


HOSTILE = {
    "divs": "<div>" * 100_000 + "deep",
    "inline": "<b><i><a href=x>" * 30_000 + "deep",
    "tables": "<table><tr><td>" * 20_000 + "deep",
    "lists": "<ul><li>" * 10_000 + "deep",
    "a long attribute": f"<div title='{'x' * 5_000_000}'>deep</div>",
    "many attributes": "<div " + " ".join(f"a{n}=1" for n in range(100_000)) + ">deep</div>",
    "many names": f"<div class='{' '.join(f'a{n}' for n in range(100_000))}'>deep</div>",
    "an unclosed attribute": "deep<div title='" + "x" * 1_000_000,
    "unclosed scripts": "deep" + "<script>" * 100_000,
    "unclosed comments": "deep" + "<!--" * 200_000,
    "unclosed drawings": "<svg>" * 50_000 + "deep",
    "brackets": "deep " + "<a" * 200_000,
    "nothing but JSON": "deep<script type='application/ld+json'>" + "[" * 100_000 + "</script>",
    "NUL": "de\0ep \0",
    "controls": "deep <i>\1</i>\x0b<nav>\x1f</nav>\x02\uffff&#1;&#11;&#65535;",
    "references": "deep &#0;&#xD800;&#x110000;&#99999999999;&nosuch;" + "&amp;" * 10_000,
    "frames": "deep<iframe src=https://x.example></iframe><object data=x></object>",
    "events": "<p onclick=go() style='background:url(https://x.example/a)'>deep</p>",
}


def test_a_page_that_the_parser_gives_up_is_named(
    read: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    def give_up(_: str) -> None:
        # As libxml2 does on millions of elements.
        raise lxml.etree.XMLSyntaxError("unknown error", 0, 0, 0)

    monkeypatch.setattr(web_page, "parse", give_up)
    with pytest.raises(ImportFailed, match=r"page\.html: it has more elements than can be parsed"):
        read(b"<html><body><p>words")


@pytest.mark.parametrize("hostile", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_html_neither_hangs_nor_hides_the_article(read: Import, hostile: str) -> None:
    found = read(f"<html><body><article><h1>T</h1>{PROSE * 3}<p>{hostile}".encode())
    texts = [block.text for block in found.blocks]
    assert texts[1].startswith("The quay was closed")
    assert any("deep" in text for text in texts)
    assert not any("<" in text for text in texts if "deep " not in text)


def test_entities_of_the_pages_own_are_not_expanded(read: Import) -> None:
    found = read(
        b'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY a SYSTEM "file:///etc/passwd">'
        b'<!ENTITY b "lol"><!ENTITY c "&b;&b;">]><html xmlns="http://www.w3.org/1999/xhtml"><body>'
        + PROSE.encode()
        + b"<p>here &a; and &c;</p></body></html>"
    )
    text = " ".join(block.text for block in found.blocks)
    assert "root:" not in text
    assert "lol" not in text


@pytest.mark.parametrize("size", [0, 1, 7, 60, 150])
def test_a_page_that_was_cut_is_read_as_far_as_it_goes(read: Import, size: int) -> None:
    whole = f"<!doctype html><html><body><p>One.</p>{PROSE}<table><tr><td>x</td></table>".encode()
    try:
        found = read(whole[:size])
    except ImportFailed:
        return
    assert all(block.text for block in found.blocks)


def test_pictures_come_from_the_folder_and_from_the_page_alone(read: Import) -> None:
    beside = {"page_files/a b.png": png(colour=1), "page_files/late.png": png(colour=2)}
    data = base64.b64encode(png(colour=3)).decode()
    found = read(
        (
            f"<html><body><article><h1>T</h1>{PROSE * 3}"
            "<img src='./page_files/a%20b.png' alt=one><img src='https://x.example/b.png' alt=far>"
            "<img src='data:image/gif;base64,R0lG' data-src='page_files/late.png' alt=late>"
            f"<img alt=inline src='data:image/png;base64,{data}'>"
            f"{PROSE}</article><img src='page_files/a%20b.png' alt=footer></body></html>"
        ).encode(),
        beside,
    )
    shown = [
        (block.text, block.picture and found.pictures[block.picture]) for block in found.blocks
    ]
    assert shown[4:8] == [
        ("one", png(colour=1)),
        ("far", None),
        ("late", png(colour=2)),
        ("inline", png(colour=3)),
    ]


@pytest.mark.parametrize("above", [False, True])
def test_a_saved_page_of_the_index_goes_its_own_way(
    read: Import, index: ScoredIndex, above: bool
) -> None:
    text = page(index, figures(index, "2023"), above=above, head=["Uruguay"])
    lines = "".join(f"<div><span>{line}</span></div>" for line in text.split("\n"))
    head = "<link rel=canonical href=https://index.example/country/uruguay>"
    found = read(f"<html><head>{head}</head><body><main>{lines}</main></body></html>".encode())
    assert [(sheet.country, sheet.edition) for sheet in found.sheets] == [("UY", "2023")]
    assert len(found.sheets[0].scores) == len(index.edition("2023").indicators)
    assert found.metadata is not None
    assert found.metadata.url == "https://index.example/country/uruguay"
