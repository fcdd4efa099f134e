"""Which importer a file goes to, and what is said of files that none can read."""

from __future__ import annotations

import io
import struct
import subprocess
import sys
import zipfile

import pytest
from importing import Import

from reader.domain.errors import ImportFailed
from reader.ingest import formats
from reader.ingest.formats import import_file, is_supported
from reader.ingest.imported import Knowledge, Source
from reader.ingest.metadata import detect_language

PROSE = "The harbour of Rotterdam is searched at night by forty officers."


@pytest.mark.parametrize(
    ("name", "supported"),
    [
        ("report.md", True),
        ("REPORT.MARKDOWN", True),
        ("page.txt", True),
        ("C:\\files\\scores.CSV", True),
        ("folder.md/picture.png", False),
        ("page.html", True),
        ("picture.png", False),
        ("README", False),
    ],
)
def test_a_name_says_whether_its_file_is_one_to_read(name: str, supported: bool) -> None:
    assert is_supported(name) is supported


@pytest.mark.parametrize("name", ["page.doc", "notes", "archive.tar.gz"])
def test_an_unknown_file_is_named_with_the_formats_that_are_known(
    name: str, import_text: Import
) -> None:
    with pytest.raises(ImportFailed) as failure:
        import_text(PROSE, name)
    assert str(failure.value).startswith(f"{name}: ")
    assert ".md" in str(failure.value)
    assert ".csv" in str(failure.value)


def test_a_file_without_an_ending_is_known_by_unmistakable_content(import_text: Import) -> None:
    assert import_text(f"---\ntitle: Harbour\n---\n{PROSE}", "harbour").format == "markdown"
    row = "CL,global_organized_crime_index,2023,cocaine_trade,5.00"
    scores = import_text(f"country,index,edition,indicator,value\n{row}", "scores")
    assert scores.format == "score_sheet"


@pytest.mark.parametrize("content", [b"", b" \n\t\n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_called_empty(content: bytes, knowledge: Knowledge) -> None:
    with pytest.raises(ImportFailed, match="the file is empty"):
        import_file(Source(content, "page.txt"), knowledge)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"PK\x03\x04....", "damaged"),
        (b"\x1f\x8b\x08....", "a gzip archive"),
        (b"\x89PNG\r\n", "a picture"),
        (b"text \x00 and more", "NUL"),
        ("a\0b".encode("utf-16"), "NUL"),
    ],
)
def test_a_binary_file_is_refused_whatever_its_name(
    content: bytes, said: str, knowledge: Knowledge
) -> None:
    with pytest.raises(ImportFailed, match=said):
        import_file(Source(content, "page.txt"), knowledge)


def test_a_file_beyond_the_limit_is_refused_before_it_is_read(
    knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(formats, "LARGEST", 1024**2)
    with pytest.raises(ImportFailed, match="larger than 1 MB"):
        import_file(Source(b"a" * (1024**2 + 1), "page.txt"), knowledge)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_unicode_is_read_with_and_without_a_byte_order_mark(
    encoding: str, knowledge: Knowledge
) -> None:
    text = "# Perú – señales\r\n\r\nEl niño “volvió” a Ñuñoa.\r\n"
    imported = import_file(Source(text.encode(encoding), "page.md"), knowledge)
    assert [block.text for block in imported.blocks] == [
        "Perú – señales",
        "El niño “volvió” a Ñuñoa.",
    ]
    assert imported.warnings == ()


def test_windows_text_is_read_and_said_to_be_so(knowledge: Knowledge) -> None:
    imported = import_file(Source("Señales – “aquí”".encode("cp1252"), "page.md"), knowledge)
    assert imported.blocks[0].text == "Señales – “aquí”"
    assert "Windows-1252" in imported.warnings[0]


def test_bytes_that_no_encoding_knows_do_not_stop_the_import(knowledge: Knowledge) -> None:
    imported = import_file(Source(b"one \x81 two", "page.md"), knowledge)
    assert imported.blocks[0].text == "one � two"


def test_damaged_unicode_keeps_what_is_readable(knowledge: Knowledge) -> None:
    data = "Ñandú, señal, niño, año".encode() + b" \xff end"
    imported = import_file(Source(data, "page.md"), knowledge)
    assert imported.blocks[0].text == "Ñandú, señal, niño, año � end"
    assert "damaged UTF-8" in imported.warnings[0]


def test_damaged_utf_16_keeps_what_is_readable(knowledge: Knowledge) -> None:
    data = b"\xff\xfe" + "Harbour".encode("utf-16-le") + b"\x00\xd8" + "s".encode("utf-16-le")
    imported = import_file(Source(data, "page.md"), knowledge)
    assert imported.blocks[0].text == "Harbour�s"
    assert "damaged UTF-16" in imported.warnings[0]


def test_naming_the_formats_loads_no_parser() -> None:
    code = (
        "import sys, reader.ingest.formats as formats; formats.is_supported('a.md'); "
        "print(sorted({'markdown', 'yaml', 'nh3', 'html.parser'} & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_a_zip_whose_first_member_was_cut_short_is_called_damaged(knowledge: Knowledge) -> None:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")
    said = whole.getvalue().replace(
        struct.pack("<I", len("application/epub+zip")), struct.pack("<I", 90)
    )
    with pytest.raises(ImportFailed, match="damaged"):
        import_file(Source(said, "book.epub"), knowledge)


@pytest.mark.parametrize("address", ["javascript:alert(1)", "file:///etc/hosts", " data:,x"])
def test_an_address_that_would_run_or_open_something_is_left_out(
    address: str, import_text: Import
) -> None:
    head = f"---\ntitle: T\nurl: {address!r}\nsummarises: {{title: W, url: {address!r}}}\n---\n"
    found = import_text(f"{head}Words.")
    assert found.metadata is not None
    assert found.metadata.summarises is not None
    assert (found.metadata.url, found.metadata.summarises.url) == (None, None)
    assert "url" not in found.metadata.origins
    assert len(found.warnings) == 2


@pytest.mark.parametrize("address", ["https://a.example/x", "doi:10.1/x", "a.example/x", "a:80/x"])
def test_an_address_of_a_document_is_kept(address: str, import_text: Import) -> None:
    found = import_text(f"---\ntitle: T\nurl: {address!r}\n---\nWords.")
    assert found.metadata is not None
    assert (found.metadata.url, found.warnings) == (address, ())


def test_a_list_of_files_is_in_no_language() -> None:
    listed = " ".join(f"howto/part{number}.txt spec/page{number}.txt" for number in range(400))
    assert detect_language(f"{listed} el la los las de del") is None
    assert detect_language("El puerto de la ciudad es uno de los que no tienen muelle.") == "es"
