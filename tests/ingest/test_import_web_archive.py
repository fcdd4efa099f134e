"""MHTML: a page and its parts in one file, whatever wrote it."""

from __future__ import annotations

import base64

import pytest
from importing import Import
from pictures import png

from reader.domain.errors import ImportFailed
from reader.ingest import web_archive
from reader.ingest.formats import import_file
from reader.ingest.imported import Imported, Knowledge, Source

PROSE = "<p>The quay was closed on Sunday, and nobody came to open it for the ships.</p>"
PICTURE = base64.encodebytes(png()).decode()


@pytest.fixture
def read(knowledge: Knowledge) -> Import:
    def run(data: str | bytes, name: str = "page.mhtml") -> Imported:
        encoded = data if isinstance(data, bytes) else data.encode()
        return import_file(Source(encoded, name), knowledge)

    return run


def _archive(*parts: str, head: str = "", boundary: str = "=_x") -> str:
    joined = "".join(f"\n--{boundary}\n{part}\n" for part in parts)
    return (
        f'{head}MIME-Version: 1.0\nContent-Type: multipart/related; boundary="{boundary}"\n'
        f"\n{joined}--{boundary}--\n"
    )


def _html(body: str, head: str = "Content-Location: https://x.example/dir/page") -> str:
    return (
        f"Content-Type: text/html\n{head}\n\n<html><body><h1>T</h1>{PROSE * 3}{body}</body></html>"
    )


def _picture(head: str) -> str:
    return f"Content-Type: image/png\nContent-Transfer-Encoding: base64\n{head}\n\n{PICTURE}"


@pytest.mark.parametrize(
    ("address", "head"),
    [
        ("cid:a@b", "Content-ID: <a@b>"),
        ("https://x.example/a.png", "Content-Location: https://x.example/a.png"),
        ("../a.png", "Content-Location: https://x.example/a.png"),
        ("a.png", "Content-Location: a.png"),
        ("https://x.example/a.png#v", "Content-Location: https://x.example/a.png"),
    ],
)
def test_pictures_are_found_among_the_parts(read: Import, address: str, head: str) -> None:
    found = read(_archive(_html(f"<img src='{address}' alt=w>{PROSE}"), _picture(head)))
    assert [block.text for block in found.blocks if block.picture] == ["w"]
    assert list(found.pictures.values()) == [png()]


def test_address_and_day_are_those_of_the_archive(read: Import) -> None:
    head = "Snapshot-Content-Location: https://x.example/a\nDate: Fri, 2 Aug 2019 23:50:00 +0200\n"
    found = read(_archive(_html(""), head=head))
    assert found.metadata is not None
    assert (found.metadata.url, str(found.metadata.accessed)) == (
        "https://x.example/a",
        "2019-08-02",
    )
    assert found.metadata.published is None
    assert found.format == "web_archive"


@pytest.mark.parametrize("date", ["", "Date: soon\n", "Date: Fri, 99 Aug 2019 25:00:00\n"])
def test_a_day_that_cannot_be_read_is_unknown(read: Import, date: str) -> None:
    found = read(_archive(_html("", head="X: y"), head=date))
    assert found.metadata is not None
    assert (found.metadata.url, found.metadata.accessed) == (None, None)


def test_the_part_states_its_encoding(read: Import) -> None:
    part = b"Content-Type: text/html; charset=windows-1250\n\n<p>\xa3\xf3d\x9f ma port?</p>"
    found = read(_archive("@").encode().replace(b"@", part))
    assert [block.text for block in found.blocks] == ["Łódź ma port?"]


def test_the_root_is_the_page_and_frames_are_not(read: Import) -> None:
    frame = "Content-Type: text/html\nContent-ID: <f>\n\n<p>An advertisement in a frame.</p>"
    root = _html("").replace("\n\n", "\nContent-ID: <r>\n\n", 1)
    text = _archive(frame, root).replace("multipart/related;", 'multipart/related; start="<r>";')
    assert read(text).blocks[0].text == "T"


def test_parts_within_parts_and_broken_ones_are_read(read: Import) -> None:
    inner = _archive(_html("<img src=cid:p alt=w>"), boundary="inner")
    broken = "Content-Type: image/png\nContent-Transfer-Encoding: base64\nContent-ID: <p>\n\n%%%"
    found = read(_archive(inner, broken))
    assert found.blocks[0].text == "T"
    assert found.pictures == {}


def test_nesting_without_end_is_read_in_bounded_time(read: Import) -> None:
    nested = "".join(
        f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(300)
    )
    with pytest.raises(ImportFailed):
        read(f'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="z"\n\n--z\n{nested}')


def test_only_so_many_parts_are_looked_at(read: Import, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web_archive, "_MOST_PARTS", 3)
    found = read(_archive(_html(""), *["Content-Type: text/css\n\np{}"] * 9))
    assert found.warnings[0] == "The archive has more than 3 parts; the rest is left"


@pytest.mark.parametrize("text", [_archive(), _archive("Content-Type: text/plain\n\nwords")])
def test_an_archive_without_a_page_is_refused(read: Import, text: str) -> None:
    with pytest.raises(ImportFailed, match="there is no page in this archive"):
        read(text)


def test_an_address_that_is_none_costs_no_page(read: Import) -> None:
    html = _html(
        '<h1>Harbour</h1><p>The cranes stand still until four.</p><img src="http://[x#y">',
        "Content-Location: http://[::x/page",
    )
    imported = read(_archive(html, _picture("Content-Location: //[broken")), "page.mhtml")
    assert any("cranes stand still" in block.text for block in imported.blocks)
