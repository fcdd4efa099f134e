"""Rich text: every character, whatever program wrote it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pictures import png

from reader.domain.errors import ImportFailed
from reader.ingest.formats import import_file
from reader.ingest.imported import Imported, Knowledge, Source
from reader.ingest.rtf_file import rtf_to_html

Read = Callable[[bytes], Imported]


@pytest.fixture
def read(knowledge: Knowledge) -> Read:
    def read(body: bytes) -> Imported:
        return import_file(Source(rb"{\rtf1\ansi\ansicpg1252\deff0 " + body, "a.rtf"), knowledge)

    return read


def lines(imported: Imported) -> list[tuple[str, str]]:
    return [(block.kind.value, block.text) for block in imported.blocks]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (rb"Caf\'e9 \u8220?Quoted\u8221? text", "Café “Quoted” text"),
        (rb'\u8220"Quoted\u8221" it\u8217\'s', "“Quoted” it’s"),
        (rb"\uc2 \u8364\'80\'80 100", "€ 100"),
        (rb"\uc0 \u8364 100", "€100"),
        (rb"{\uc0 \u8364}\u8364? 100", "€€ 100"),
        (rb"\u-10179?\u-8704? smile", "😀 smile"),
        (rb"\ldblquote a\rdblquote\emdash b\~c\_d\-e", "“a”—b\u00a0c\u2011d\xade"),
        (rb"a\{b\}\\c", "a{b}\\c"),
        (rb"one\line two\tab three", "one two three"),
        (b"wrapped\r\n over\nlines", "wrapped overlines"),
        (rb"kept {\v hidden}{\deleted gone}words", "kept words"),
        (rb"{\*\unknown secret}{\xe index}{\header head}text", "text"),
        (rb"{\field{\*\fldinst{HYPERLINK \"https://e.org/a\"}}{\fldrslt link}} on", "link on"),
        (rb"{\*\bkmkstart mark}marked{\*\bkmkend mark}", "marked"),
        (rb"{\upr{old}{\*\ud{new}}}x", "x"),
    ],
)
def test_characters_arrive_as_they_are_meant(source: bytes, text: str, read: Read) -> None:
    assert lines(read(source + rb"\par}")) == [("paragraph", text)]


def test_a_letter_is_read_in_the_code_page_of_its_font(read: Read) -> None:
    fonts = (
        rb"{\fonttbl{\f0\fcharset0 Times;}{\f1\fcharset204 Arial;}{\f2\fcharset128 Mincho;}"
        rb"{\f3\fcharset238 Arial;}}"
    )
    body = rb"{\f1 \'cf\'e5\'f0\'f3} {\f2 \'93\'fa\'96\'7b} {\f3 \'b3\'f3d\'9f} \'e9\par}"
    assert lines(read(fonts + body)) == [("paragraph", "Перу 日本 łódź é")]


def test_what_is_no_character_shows_and_is_said(read: Read) -> None:
    imported = read(rb"{\fonttbl{\f0\fcharset128 Mincho;}}\f0 a\'93\par}")
    assert lines(imported) == [("paragraph", "a\ufffd")]
    assert imported.warnings == ("1 characters could not be read and show as �",)


def test_headings_are_known_by_their_style_or_their_level(read: Read) -> None:
    styles = rb"{\stylesheet{\s0 Normal;}{\s1\b heading 1;}{\s7\outlinelevel1 Mine;}}"
    body = rb"\pard\s1 One\par\pard text\par\pard\s7 Two\par\pard\outlinelevel2 Three\par}"
    imported = read(styles + body)
    assert [(b.kind.value, b.level, b.text) for b in imported.blocks] == [
        ("heading", 1, "One"),
        ("paragraph", 0, "text"),
        ("heading", 2, "Two"),
        ("heading", 3, "Three"),
    ]


def test_notes_stand_below_under_their_number_and_others_under_their_own_mark(read: Read) -> None:
    imported = read(
        rb"In 2021{\super\chftn{\footnote\pard\plain {\super\chftn} Counted in May.\par Twice.}}"
        rb" it rained.{\super *{\*\footnote * By hand.}}\par After.\par}"
    )
    assert lines(imported) == [
        ("paragraph", "In 2021¹ it rained.*"),
        ("paragraph", "After."),
        ("list_item", "Counted in May."),
        ("paragraph", "Twice."),
        ("paragraph", "* By hand."),
    ]
    assert imported.blocks[2].ordered == 1


def test_tables_keep_their_rows_and_joined_cells(read: Read) -> None:
    imported = read(
        rb"Before.\par\trowd\clmgf\cellx1\clmrg\cellx2\intbl wide\cell\cell\row"
        rb"\trowd\clvmgf\cellx1\cellx2\intbl tall\par two\cell b\cell\row"
        rb"\trowd\clvmrg\cellx1\cellx2\intbl\cell c\cell\row\pard After.\par}"
    )
    cells = [(b.cell.row, b.cell.column, b.text) for b in imported.blocks if b.cell]
    assert cells == [(0, 0, "wide"), (1, 0, "tall two"), (1, 1, "b"), (2, 1, "c")]
    assert lines(imported)[0] == ("paragraph", "Before.")
    assert lines(imported)[-1] == ("paragraph", "After.")


def test_lists_are_known_by_the_marks_that_are_shown(read: Read) -> None:
    imported = read(
        rb"\pard{\listtext\pard\plain\s1\f3 \'b7\tab}\ilvl0 point\par"
        rb"\pard{\listtext 4.\tab}\ilvl1 four\par"
        rb"\pard{\pntext a)\tab}letter\par}"
    )
    assert [(b.kind.value, b.level, b.ordered, b.text) for b in imported.blocks] == [
        ("list_item", 1, None, "point"),
        ("list_item", 2, 4, "four"),
        ("paragraph", 0, None, "a) letter"),
    ]


def test_the_text_of_a_text_box_is_text_and_its_older_form_is_not(read: Read) -> None:
    imported = read(
        rb"Above.{\shp{\*\shpinst{\sp{\sn name}{\sv value}}{\shptxt In the box.\par}}"
        rb"{\shprslt In the box.\par}}\par Below.\par}"
    )
    assert [text for _, text in lines(imported)] == ["Above.", "In the box.", "Below."]


def test_a_picture_is_taken_from_hexadecimal_and_from_raw_bytes(read: Read) -> None:
    picture = png()
    raw = b"{\\pict\\pngblip\\bin%d " % len(picture) + picture + b"}"
    for source in (raw, rb"{\*\shppict{\pict\pngblip " + picture.hex().encode() + b"}}"):
        imported = read(b"Above.\\par " + source + rb"{\nonshppict{\pict\wmetafile8 00}}\par}")
        assert list(imported.pictures.values()) == [picture]
        assert imported.warnings == ()
    metafile = read(rb"Above.\par{\pict\wmetafile8 0102}\par}")
    assert metafile.warnings == ("1 picture was left out: of another kind than PNG and JPEG",)


def test_what_the_file_says_of_itself_is_kept(read: Read) -> None:
    imported = read(
        rb"{\info{\title Qua\'e9s}{\author A. Ruiz}{\creatim\yr2020\mo5\dy4\hr9}}Text.\par}"
    )
    assert imported.metadata is not None
    assert imported.metadata.title == "Quaés"
    assert imported.metadata.authors == ("A. Ruiz",)
    assert imported.metadata.published is None
    assert imported.metadata.extra == {"created": "2020-05-04"}


def test_comments_are_left_out_and_said(read: Read) -> None:
    imported = read(rb"Text{\*\atnid AR}{\*\atnauthor Ruiz}\chatn{\*\annotation Is it?}.\par}")
    assert lines(imported) == [("paragraph", "Text.")]
    assert imported.warnings == ("1 comment in the margin left out",)


def test_a_file_cut_short_keeps_what_is_there_and_says_so(read: Read) -> None:
    imported = read(rb"One.\par {\b Two")
    assert lines(imported) == [("paragraph", "One."), ("paragraph", "Two")]
    assert imported.warnings == ("The file ends in the middle: what follows is missing",)


@pytest.mark.parametrize(
    "body",
    [
        b"}" * 50,
        b"\\",
        b"\\'4",
        rb"\bin99999999999 x",
        rb"\u99999999999 x",
        rb"\uc9999999 \u65?x",
        rb"{\footnote{\footnote{\footnote a}b}c}d",
        rb"\cell\cell\row\row\trowd\row",
        rb"{\pict\pngblip zz}",
        rb"\ansicpg99999 \'e9\par}",
        rb"{\fonttbl{\f-1\fcharset-5 x;}}\f-1 y\par}",
        bytes(range(256)),
    ],
)
def test_nonsense_does_no_harm(body: bytes) -> None:
    assert rtf_to_html(rb"{\rtf1 kept " + body, "a.rtf").html.count("kept") == 1


def test_absurd_nesting_is_refused() -> None:
    with pytest.raises(ImportFailed, match=r"a\.rtf: it nests deeper than 2000 groups"):
        rtf_to_html(rb"{\rtf1 " + b"{" * 5000, "a.rtf")
