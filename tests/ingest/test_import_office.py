"""Word and OpenDocument texts and books: all their words, their notes, tables and pictures."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from office_files import chapter, docx, docx_picture, epub, odt, packed, paragraph
from pictures import png

from reader.domain.document import Block, Origin, PassageKind
from reader.domain.errors import ImportFailed
from reader.ingest import package
from reader.ingest.formats import import_file
from reader.ingest.imported import Imported, Knowledge, Source
from reader.ingest.source_words import missing_words
from reader.pandoc import convert

SENTENCE = 'Straight "quotes" -- and dots... it\'s kept.'


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"


Read = Callable[[bytes, str], Imported]


@pytest.fixture
def read(knowledge: Knowledge) -> Read:
    def read(data: bytes, name: str) -> Imported:
        return import_file(Source(data, name), knowledge)

    return read


def texts(imported: Imported) -> list[str]:
    return [block.text for block in imported.blocks]


def cells(imported: Imported) -> list[tuple[int, int, str]]:
    return [(b.cell.row, b.cell.column, b.text) for b in imported.blocks if b.cell]


def pictured(imported: Imported) -> list[Block]:
    return [block for block in imported.blocks if block.picture]


def test_a_word_document_arrives_with_its_changes_accepted_and_its_note(read: Read) -> None:
    body = (
        paragraph("Harbour report", "Title")
        + paragraph("Cranes", "Heading1")
        + paragraph(SENTENCE)
        + f"<w:p>{run('They ')}<w:ins>{run('added ')}</w:ins>"
        + "<w:del><w:r><w:delText>removed </w:delText></w:r></w:del>"
        + f'{run("70")}<w:r><w:footnoteReference w:id="5"/></w:r>{run(" words.")}</w:p>'
        + f"<w:p><w:moveFrom>{run('moved away')}</w:moveFrom></w:p>"
        + f"<w:p><w:moveTo>{run('moved here')}</w:moveTo></w:p>"
    )
    note = f'<w:footnote w:id="5">{paragraph("As counted in May.")}</w:footnote>'
    remark = f'<w:comment w:id="0" w:author="x">{paragraph("Is that so?")}</w:comment>'
    imported = read(docx(body, notes=note, comments=remark), "report.docx")
    assert texts(imported) == [
        "Harbour report",
        "Cranes",
        SENTENCE,
        "They added 70¹ words.",
        "moved here",
        "As counted in May.",
    ]
    assert imported.blocks[-1].ordered == 1
    assert imported.blocks[2].heading_path == ("Cranes",)
    assert imported.warnings == ("1 comment in the margin left out",)


def test_what_pandoc_passes_over_in_a_word_document_is_there(read: Read) -> None:
    box = f"<w:txbxContent>{paragraph('Inside the box.')}</w:txbxContent>"
    body = (
        f'<w:p><w:fldSimple w:instr="AUTHOR">{run("A simple field.")}</w:fldSimple></w:p>'
        + "<w:p><w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wp:anchor>"
        + f"<a:graphic><a:graphicData><wps:wsp><wps:txbx>{box}</wps:txbx></wps:wsp>"
        + "</a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict>"
        + f"<v:shape><v:textbox>{box}</v:textbox></v:shape></w:pict></mc:Fallback>"
        + f"</mc:AlternateContent></w:r>{run('Beside the box.')}</w:p>"
        + "<w:p><w:r><w:pict><v:shape><v:textbox><w:txbxContent>"
        + f"{paragraph('In an old box.')}</w:txbxContent></v:textbox></v:shape></w:pict>"
        + "</w:r></w:p>"
        + f"<w:p><w:customXml>{run('Custom markup.')}</w:customXml></w:p>"
        + f'<w:p><w:dir w:val="rtl">{run("Right to left.")}</w:dir></w:p>'
        + f"<w:p><w:r><w:ruby><w:rt>{run('gloss')}</w:rt><w:rubyBase>{run('base')}"
        + "</w:rubyBase></w:ruby></w:r></w:p>"
    )
    imported = read(docx(body), "boxes.docx")
    assert texts(imported) == [
        "A simple field.",
        "Beside the box.",
        "Inside the box.",
        "In an old box.",
        "Custom markup.",
        "Right to left.",
        "base gloss",
    ]
    assert imported.warnings == ()


def test_a_tables_joined_cells_stand_where_they_stood(read: Read) -> None:
    body = (
        "<w:tbl><w:tblGrid><w:gridCol/></w:tblGrid>"
        f"<w:tr>{cell('wide', '<w:gridSpan w:val=' + chr(34) + '2' + chr(34) + '/>')}</w:tr>"
        f"<w:tr>{cell('tall', '<w:vMerge w:val=' + chr(34) + 'restart' + chr(34) + '/>')}"
        f"{cell('b')}</w:tr>"
        f"<w:tr>{cell('', '<w:vMerge/>')}{cell('c')}</w:tr></w:tbl>"
    )
    assert cells(read(docx(body), "table.docx")) == [
        (0, 0, "wide"),
        (1, 0, "tall"),
        (1, 1, "b"),
        (2, 1, "c"),
    ]


def test_an_open_document_arrives_with_what_pandoc_passes_over(read: Read) -> None:
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>deleted</text:p>"
        "</text:deletion></text:changed-region></text:tracked-changes>"
        '<text:h text:outline-level="1">Quays</text:h>'
        f"<text:p>{SENTENCE}<text:note text:note-class='footnote'><text:note-citation>1"
        "</text:note-citation><text:note-body><text:p>As counted.</text:p></text:note-body>"
        "</text:note></text:p>"
        "<text:p>On <text:date>4 May</text:date>, <text:user-field-get>a field"
        "</text:user-field-get><office:annotation><text:p>Really?</text:p></office:annotation>."
        "</text:p><text:p>Above the box.<draw:frame><draw:text-box><text:p>In the box.</text:p>"
        "</draw:text-box></draw:frame></text:p>"
        "<draw:custom-shape><text:p>On a shape.</text:p></draw:custom-shape>"
        "<text:numbered-paragraph><text:p>Numbered.</text:p></text:numbered-paragraph>"
    )
    imported = read(odt(body), "quays.odt")
    assert texts(imported) == [
        "Quays",
        f"{SENTENCE}¹",
        "On 4 May, a field.",
        "Above the box.",
        "In the box.",
        "On a shape.",
        "Numbered.",
        "As counted.",
    ]
    assert imported.warnings == ("1 comment in the margin left out",)


def test_a_book_arrives_in_the_order_of_its_spine_with_title_page_and_notes(read: Read) -> None:
    imported = read(
        epub(
            {
                "text/title.xhtml": chapter(
                    '<section epub:type="titlepage"><h1>The quay</h1><p>By A. Ruiz</p></section>'
                ),
                "text/one.xhtml": chapter(
                    '<h2>One</h2><p><a id="p1"/>In 2021<a epub:type="noteref" href="#n">3</a> it '
                    "rained.</p><table><tr><td>a</td></tr></table>"
                ),
                "text/two.xhtml": chapter(
                    "<p/><p>Caf&eacute;</p><table><tr><td>b</td></tr></table>"
                    '<aside epub:type="footnote" id="n"><p>3 In the north.</p></aside>'
                ),
            },
            metadata="<dc:title>The quay</dc:title><dc:creator>A. Ruiz</dc:creator>"
            "<dc:creator>B. Soto</dc:creator><dc:publisher>Quay House</dc:publisher>"
            "<dc:date opf:event='modification'>2024-01-01</dc:date><dc:date>2019-05</dc:date>"
            "<dc:language>es-PE</dc:language><dc:identifier>978-0-00</dc:identifier>",
        ),
        "quay.epub",
    )
    assert texts(imported) == [
        "The quay",
        "By A. Ruiz",
        "One",
        "In 2021³ it rained.",
        "a",
        "Café",
        "b",
        "3 In the north.",
    ]
    assert [b.cell.table for b in imported.blocks if b.cell] == [0, 1]
    metadata = imported.metadata
    assert metadata is not None
    assert (metadata.title, metadata.authors) == ("The quay", ("A. Ruiz", "B. Soto"))
    assert (metadata.publisher, str(metadata.published)) == ("Quay House", "2019-05")
    assert (metadata.language, metadata.extra["identifier"]) == ("es", "978-0-00")
    assert metadata.origins["published"] is Origin.STATED


def test_the_day_a_file_was_made_is_no_publication_and_its_account_only_a_likely_author(
    read: Read,
) -> None:
    properties = (
        "<dc:title>Microsoft Word - final.doc</dc:title><dc:creator>a.ruiz; B. Soto</dc:creator>"
        "<dcterms:created>2024-02-03T10:00:00Z</dcterms:created>"
    )
    metadata = read(docx(paragraph("Text."), properties=properties), "port_report.docx").metadata
    assert metadata.published is None
    assert metadata.extra["created"] == "2024-02-03T10:00:00Z"
    assert metadata.authors == ("a.ruiz", "B. Soto")
    assert metadata.origins["authors"] is Origin.INFERRED
    assert (metadata.title, metadata.origins["title"]) == ("port report", Origin.INFERRED)


def test_the_title_that_a_document_shows_goes_before_the_one_of_its_properties(read: Read) -> None:
    body = paragraph("Harbour &amp; port", "Title") + paragraph("Text.")
    metadata = read(docx(body, properties="<dc:title>Draft</dc:title>"), "a.docx").metadata
    assert metadata is not None
    assert (metadata.title, metadata.extra["title"]) == ("Harbour & port", "Draft")
    assert metadata.origins["title"] is Origin.STATED
    metadata = read(
        docx(paragraph("Text."), properties="<dc:title>Set</dc:title>"), "a.docx"
    ).metadata
    assert metadata is not None
    assert metadata.title == "Set"


def test_a_picture_in_each_kind_of_document_arrives_byte_for_byte(read: Read) -> None:
    picture = png()
    frame = '<text:p><draw:frame><draw:image xlink:href="Pictures/one.png"/></draw:frame></text:p>'
    hexadecimal = picture.hex()
    made = {
        "a.docx": docx(paragraph("Text.") + docx_picture("rpic"), picture=picture),
        "a.odt": odt(f"<text:p>Text.</text:p>{frame}", picture=picture),
        "a.epub": epub(
            {"text/one.xhtml": chapter('<p>Text.</p><img src="../media/a%20b.png" alt="quay"/>')},
            more={"OEBPS/media/a b.png": picture},
        ),
        "b.epub": epub(
            {
                "text/one.xhtml": chapter(
                    '<svg xmlns:xlink="x"><image width="9" xlink:href="../cover.png"/></svg>'
                )
            },
            more={"OEBPS/cover.png": picture},
        ),
        "a.rtf": (rb"{\rtf1 Text.\par {\pict\pngblip " + hexadecimal.encode() + rb"}\par}"),
    }
    for name, data in made.items():
        imported = read(data, name)
        (block,) = pictured(imported)
        assert imported.pictures == {block.picture: picture}, name


def test_documents_that_pandoc_itself_wrote_come_back_whole(read: Read) -> None:
    source = (
        b"# Quays\n\nA sentence^[with a note] and *more*.\n\n1. one\n2. two\n\n"
        b"| a | b |\n|---|---|\n| 1 | 2 |\n"
    )
    for kind in ("docx", "odt", "epub", "rtf"):
        options = ["--standalone", "--metadata=title:Quays"]
        imported = read(convert(source, "markdown", kind, options).output, f"quays.{kind}")
        words = " ".join(texts(imported))
        for wanted in ("Quays", "A sentence", "and more.", "with a note", "one", "two"):
            assert wanted in words, (kind, wanted)
        assert [text for _, _, text in cells(imported)] == ["a", "b", "1", "2"]
        assert imported.warnings == ()


def test_words_that_did_not_arrive_are_named() -> None:
    assert missing_words("The crane, 17 tons", "The crane 17 tons") == []
    assert missing_words("har\xadbour 2021 3", "harbour 2021³") == []
    assert missing_words("base gloss", "basegloss") == []
    assert missing_words("The old crane of 1917", "The crane of 1917") == ["old"]
    assert missing_words("twice twice 17", "twice 7") == ["twice", "17"]


def test_a_document_whose_words_did_not_all_arrive_says_which(read: Read) -> None:
    stray = f"<w:tc>{paragraph('beyond 17 tables')}</w:tc>"
    imported = read(docx(paragraph("Text.") + stray), "stray.docx")
    assert texts(imported) == ["Text."]
    assert imported.warnings == ("3 words of the file did not arrive: beyond, 17, tables",)


def test_a_protected_book_is_refused_and_one_with_hidden_fonts_is_not(read: Read) -> None:
    def encrypted(path: str) -> dict[str, str | bytes]:
        reference = f'<CipherReference xmlns="e" URI="{path}"/>'
        return {"META-INF/encryption.xml": f"<encryption>{reference}</encryption>"}

    one = {"one.xhtml": chapter("<p>Text.</p>")}
    with pytest.raises(ImportFailed, match=r"book\.epub: the book is copy-protected"):
        read(epub(one, more=encrypted("OEBPS/one.xhtml")), "book.epub")
    assert texts(read(epub(one, more=encrypted("OEBPS/a.otf")), "book.epub")) == ["Text."]


def bomb(name: str) -> bytes:
    return docx(paragraph("Text."), more={name: b" " * (40 * 1024 * 1024)})


def test_a_package_that_unpacks_beyond_measure_is_refused(read: Read) -> None:
    with pytest.raises(ImportFailed, match="unpacks to more than"):
        read(bomb("word/media/huge.bin"), "bomb.docx")


def test_a_package_of_very_many_files_is_refused(
    read: Read,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(package, "MOST_MEMBERS", 5)
    with pytest.raises(ImportFailed, match="unpacks to more than 5 files"):
        read(docx(paragraph("Text.")), "many.docx")


def test_entities_of_a_files_own_are_refused_before_they_multiply(read: Read) -> None:
    laughs = (
        '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b SYSTEM "file:///etc/passwd">]>'
        f"<x>{'&a;' * 9}&b;</x>"
    )
    for data in (
        docx(paragraph("Text."), more={"docProps/core.xml": laughs}),
        docx(paragraph("Text."), more={"word/extra.xml": laughs.encode("utf-16")}),
    ):
        with pytest.raises(ImportFailed, match="declares entities of its own"):
            read(data, "laughs.docx")


@pytest.mark.parametrize("name", ["a.docx", "a.odt", "a.epub"])
def test_a_damaged_package_fails_by_its_name(name: str, read: Read) -> None:
    made = {
        "a.docx": docx(paragraph("Text.")),
        "a.odt": odt("<text:p>Text.</text:p>"),
        "a.epub": epub({"one.xhtml": chapter("<p>Text.</p>")}),
    }[name]
    for data in (made[: len(made) // 2], b"PK\x03\x04" + b"\0" * 99):
        with pytest.raises(ImportFailed, match=rf"^{name}: "):
            read(data, name)


def test_documents_without_text_say_so(read: Read) -> None:
    for data, name in (
        (docx(""), "a.docx"),
        (odt(""), "a.odt"),
        (epub({"one.xhtml": chapter("")}), "a.epub"),
        (rb"{\rtf1 }", "a.rtf"),
    ):
        with pytest.raises(ImportFailed, match="there is no text in it"):
            read(data, name)
    without_spine = packed({"mimetype": "application/epub+zip", "x": "y"})
    with pytest.raises(ImportFailed, match="does not list its chapters"):
        read(without_spine, "a.epub")


def test_a_password_is_said_to_be_in_the_way(read: Read) -> None:
    data = bytearray(docx(paragraph("Text.")))
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    with pytest.raises(ImportFailed, match="it is encrypted"):
        read(bytes(data), "locked.docx")


def test_pictures_of_other_kinds_and_from_elsewhere_are_named_as_left_out(read: Read) -> None:
    imported = read(
        docx(paragraph("Text.") + docx_picture("rpic"), picture=b"\x01\0\0\0 an EMF"), "a.docx"
    )
    assert pictured(imported) == []
    assert any("left out" in warning for warning in imported.warnings)
    assert imported.blocks[0].kind is PassageKind.PARAGRAPH
