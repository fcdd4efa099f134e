"""PDF files as files: what they say of themselves, and those that are bare, locked or broken."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pdf_files import Entry, Page, pdf, written

from reader.domain.dates import PartialDate
from reader.domain.document import Origin, SourceMetadata
from reader.domain.errors import ImportFailed
from reader.ingest.formats import import_file
from reader.ingest.imported import Imported, Knowledge, Source
from reader.ingest.pdf_metadata import is_author, is_title

ImportPdf = Callable[..., Imported]
WORDS = [
    "The guards of Peru and those of Ecuador meet at the ford, which is in Peru, and they talk",
    "about the weather, the price of fuel and the men who were not seen there by any of them.",
]
_PICTURE = "q 200 0 0 200 100 400 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x40 EI Q"


@pytest.fixture
def import_pdf(knowledge: Knowledge) -> ImportPdf:
    def run(data: bytes, name: str = "river_report.pdf") -> Imported:
        return import_file(Source(data, name), knowledge)

    return run


def metadata(imported: Imported) -> SourceMetadata:
    assert imported.metadata is not None
    return imported.metadata


def test_the_file_s_own_words_are_its_metadata(import_pdf: ImportPdf) -> None:
    info = {
        "Title": "Río arriba 😀",
        "Author": "Ana Ruiz; Luis Paz",
        "CreationDate": "D:20230405120000Z",
        "Creator": "A word processor",
    }

    found = metadata(import_pdf(pdf(Page().lines(72, 700, WORDS), info=info, lang="en-GB")))

    assert found.title == "Río arriba 😀"
    assert found.authors == ("Ana Ruiz", "Luis Paz")
    assert found.language == "en"
    assert found.countries == ("PE",)
    assert {found.origins[each] for each in ("title", "authors", "language")} == {Origin.STATED}
    assert found.origins["countries"] is Origin.INFERRED
    assert found.extra == {"file_created": "2023-04-05", "made_with": "A word processor"}


def test_the_day_the_file_was_made_is_not_the_day_of_publication(import_pdf: ImportPdf) -> None:
    info = {"CreationDate": "D:20230405120000Z"}

    assert metadata(import_pdf(pdf(Page().lines(72, 700, WORDS), info=info))).published is None


def test_a_publisher_s_own_packet_states_publisher_and_date(import_pdf: ImportPdf) -> None:
    xmp = """<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF
    xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:prism="http://prismstandard.org/namespaces/basic/2.0/"><rdf:Description rdf:about=""
    prism:doi="10.1000/river.7"><dc:publisher><rdf:Bag><rdf:li>River House</rdf:li></rdf:Bag>
    </dc:publisher><dc:creator><rdf:Seq><rdf:li>Ana Ruiz</rdf:li><rdf:li>Luis Paz</rdf:li></rdf:Seq>
    </dc:creator><prism:publicationDate>2021-03-02</prism:publicationDate></rdf:Description>
    </rdf:RDF></x:xmpmeta>"""

    found = metadata(import_pdf(pdf(Page().lines(72, 700, WORDS), xmp=xmp)))

    assert found.publisher == "River House"
    assert found.authors == ("Ana Ruiz", "Luis Paz")
    assert found.published == PartialDate(2021, 3, 2)
    assert found.url == "https://doi.org/10.1000/river.7"


def test_an_entity_in_the_packet_opens_no_file(import_pdf: ImportPdf) -> None:
    xmp = """<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>
    <x:xmpmeta xmlns:x="adobe:ns:meta/" xmlns:dc="http://purl.org/dc/elements/1.1/">
    <dc:publisher>&e;</dc:publisher></x:xmpmeta>"""

    assert metadata(import_pdf(pdf(Page().lines(72, 700, WORDS), xmp=xmp))).publisher is None


@pytest.mark.parametrize(
    "title",
    [
        "Microsoft Word - final draft.doc",
        "untitled",
        "Untitled-3",
        "report_v7.docx",
        "PowerPoint Presentation",
        "2021-04-12",
        "Document1",
        "",
        "https://example.org/a",
    ],
)
def test_a_title_that_a_program_wrote_is_none(import_pdf: ImportPdf, title: str) -> None:
    assert not is_title(title)

    found = metadata(import_pdf(pdf(Page().lines(72, 700, WORDS), info={"Title": title})))

    assert found.title == "river report"
    assert found.origins["title"] is Origin.INFERRED


def test_an_account_is_no_author() -> None:
    assert is_author("Ana Ruiz")
    assert is_author("UNODC")
    assert not any(map(is_author, ("admin", "aruiz", "Microsoft Office User", "user", "PC-07")))


def test_a_scanned_file_is_a_document_that_says_it_has_no_text(import_pdf: ImportPdf) -> None:
    page = Page(content=[_PICTURE])

    imported = import_pdf(pdf(page, page))

    assert imported.blocks == ()
    assert metadata(imported).title == "river report"
    (warning,) = imported.warnings
    assert "no text layer" in warning


def test_pages_without_text_among_others_are_named(import_pdf: ImportPdf) -> None:
    words, picture = Page().lines(72, 700, WORDS), Page(content=[_PICTURE])

    imported = import_pdf(pdf(words, picture, picture, words, picture, Page()))

    assert imported.warnings == (
        "Pages 2–3 and 5 without a text layer: shown as printed (F4), but not searched",
    )


def test_characters_without_a_meaning_are_warned_of(import_pdf: ImportPdf) -> None:
    page = Page().text(72, 700, "\x90\x91\x92\x93 and", font="F3")

    (warning,) = import_pdf(pdf(page)).warnings

    assert "no meaning" in warning


def test_a_locked_file_says_so(import_pdf: ImportPdf) -> None:
    with pytest.raises(ImportFailed, match=r"locked with a password.*save a copy without"):
        import_pdf(pdf(Page().lines(72, 700, WORDS), locked=True))


def test_a_damaged_file_says_so(import_pdf: ImportPdf) -> None:
    data = pdf(Page().lines(72, 700, WORDS))

    for broken in (data[:40], b"%PDF-1.7\nnothing else", b"%PDF-" + bytes(5000)):
        with pytest.raises(ImportFailed, match="the PDF is damaged"):
            import_pdf(broken)


def test_a_file_whose_table_of_places_is_lost_is_still_read(import_pdf: ImportPdf) -> None:
    data = pdf(Page().lines(72, 700, WORDS))

    imported = import_pdf(data.replace(b"xref\n0", b"lost\n7"))

    assert [each.text for each in imported.blocks] == [" ".join(WORDS)]


def test_a_page_tree_that_goes_round_ends(import_pdf: ImportPdf) -> None:
    data = written(
        [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Count 9 /Kids [3 0 R] /Parent 3 0 R >>",
            "<< /Type /Pages /Count 9 /Kids [2 0 R] /Parent 2 0 R >>",
        ]
    )

    try:
        imported = import_pdf(data)
    except ImportFailed:
        return
    assert imported.blocks == ()
    assert imported.warnings


def test_a_deep_page_tree_ends(import_pdf: ImportPdf) -> None:
    deep = 3000
    objects: list[str | None] = ["<< /Type /Catalog /Pages 2 0 R >>"]
    objects += [f"<< /Type /Pages /Count 1 /Kids [{at + 3} 0 R] >>" for at in range(deep)]
    objects.append(f"<< /Type /Page /Parent {deep + 1} 0 R /MediaBox [0 0 9 9] >>")

    try:
        imported = import_pdf(written(objects))
    except ImportFailed:
        return
    assert imported.blocks == ()


def test_a_page_as_large_as_a_country_is_read(import_pdf: ImportPdf) -> None:
    page = Page(size=(1e9, 1e9)).lines(72, 700, WORDS)

    assert [each.text for each in import_pdf(pdf(page)).blocks] == [" ".join(WORDS)]


def test_a_file_that_claims_too_many_pages_is_refused(import_pdf: ImportPdf) -> None:
    data = pdf(Page().lines(72, 700, WORDS)).replace(b"/Count 1 ", b"/Count 99999 ")

    with pytest.raises(ImportFailed, match="pages"):
        import_pdf(data)


def test_an_outline_that_goes_round_ends(import_pdf: ImportPdf) -> None:
    data = pdf(
        Page().text(72, 720, "One").lines(72, 700, WORDS),
        outline=[Entry("One", 1, (Entry("Two", 1),))],
    )
    loop = data.replace(b"/Title <FEFF00540077006F>", b"/First 12 0 R /Title <FEFF0054006F>")

    assert import_pdf(loop).blocks[-1].text == " ".join(WORDS)
