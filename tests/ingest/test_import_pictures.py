"""Pictures come with the source, stand where they stood, and are never fetched."""

from __future__ import annotations

import base64
import hashlib

import pytest
from pictures import gif, jpeg, png, webp

from reader.domain.document import Block
from reader.ingest import pictures
from reader.ingest.blocks import blocks_from_html
from reader.ingest.formats import import_file
from reader.ingest.imported import Imported, Knowledge, Source
from reader.ingest.pictures import PictureShelf, measure, picture_finder


def _key(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _shape(html: str) -> list[tuple[str, str, str | None]]:
    def find(address: str) -> str | None:
        return address if len(address) == 1 else None

    return [(each.kind.value, each.text, each.picture) for each in blocks_from_html(html, find)]


@pytest.mark.parametrize(
    ("html", "shape"),
    [
        ("<p>x<img src=a>y</p>", [("paragraph", "xy", None), ("caption", "", "a")]),
        ("<p>x</p><img src=a alt=w>", [("paragraph", "x", None), ("caption", "w", "a")]),
        ("<img src=a alt=w><img src=b alt=w>", [("caption", "w", "a"), ("caption", "w", "b")]),
        ("<img src=a alt=w><img src=a alt=w>", [("caption", "w", "a")]),
        ("<figure><img src=a><figcaption>f</figcaption></figure>", [("caption", "f", "a")]),
        ("<figure><figcaption>f</figcaption><img src=a></figure>", [("caption", "f", "a")]),
        (
            "<figure><img src=a alt=w><figcaption>f</figcaption></figure>",
            [("caption", "w", "a"), ("caption", "f", None)],
        ),
        (
            "<figure><img src=a alt=f><figcaption>f</figcaption></figure>",
            [("caption", "f", "a")],
        ),
        (
            "<figure><img src=a><img src=b><figcaption>f</figcaption></figure>",
            [("caption", "", "a"), ("caption", "f", "b")],
        ),
        ("<figure><img src=a></figure><p>x</p>", [("caption", "", "a"), ("paragraph", "x", None)]),
        ("<h2>h</h2><figure><img src=a></figure>", [("heading", "h", None), ("caption", "", "a")]),
        (
            "<table><tr><td>c<img src=a><img src=b alt=w></td></tr></table>",
            [("table_cell", "c w", "a"), ("caption", "", "b")],
        ),
        ("<table><tr><td><img src=a></td></tr></table>", [("table_cell", "", "a")]),
        ("<img src=https://x.org/a.png><img src=a.png alt=w>", [("caption", "w", None)]),
        ("<a href=data:text/html,x>l</a>", [("paragraph", "l", None)]),
    ],
)
def test_a_picture_stands_at_its_words(html: str, shape: list[tuple[str, str, str | None]]) -> None:
    assert _shape(html) == shape


def test_a_raised_number_does_not_run_into_the_figure_before_it() -> None:
    def text(html: str) -> list[str]:
        return [block.text for block in blocks_from_html(html)]

    assert text("<p>in 2021<sup>3</sup> and 2022<sup><a href='#n'>14</a></sup></p>") == [
        "in 2021³ and 2022¹⁴"
    ]
    assert text("<p>the 1<sup>st</sup> of 40 km<sup>2</sup> [<sup>[5]</sup>]</p>") == [
        "the 1st of 40 km² [[5]]"
    ]


@pytest.mark.parametrize(
    "data",
    [
        png(70, 50),
        gif(70, 50),
        jpeg(70, 50),
        webp(b"VP8 ", 70, 50),
        webp(b"VP8L", 70, 50),
        webp(b"VP8X", 70, 50),
    ],
)
def test_each_kind_says_its_size(data: bytes) -> None:
    assert measure(data) == (70, 50)
    for end in range(len(data)):
        measure(data[:end])


@pytest.mark.parametrize("data", [b"", b"<svg/>", b"BM....", b"\xff\xd8\xff\xe0\0\x02ab"])
def test_what_is_no_picture_to_be_shown_has_no_size(data: bytes) -> None:
    assert measure(data) is None


def test_pixels_and_icons_are_dropped_without_a_word() -> None:
    shelf = PictureShelf()
    assert shelf.add(gif(1, 1)) is None
    assert shelf.add(png(200, 8)) is None
    assert (shelf.pictures, shelf.warnings) == ({}, ())


def test_what_is_left_out_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "LARGEST_PICTURE", len(png()) + 3)
    monkeypatch.setattr(pictures, "LARGEST_TOGETHER", len(png()) + len(gif()) + 9)
    shelf = PictureShelf()
    assert shelf.add(png() + b"longer than that") is None
    assert shelf.add(b"<svg/>") is None
    assert shelf.add(png(colour=1)) == shelf.add(png(colour=1)) == _key(png(colour=1))
    assert shelf.add(gif()) is not None
    assert shelf.add(png(colour=2)) is None
    monkeypatch.setattr(pictures, "MOST_PICTURES", 2)
    assert shelf.add(jpeg()) is None
    assert shelf.warnings == (
        "1 picture was left out: larger than 0 MB",
        "1 picture was left out: of another kind than PNG, JPEG, GIF and WebP",
        "1 picture was left out: beyond 0 MB together",
        "1 picture was left out: after the first 2",
    )


def test_addresses_elsewhere_are_not_asked_for() -> None:
    asked: list[str] = []

    def companion(path: str) -> bytes | None:
        asked.append(path)
        return None

    find = picture_finder(PictureShelf(), companion)
    for address in (
        "https://x.org/a.png",
        "//x.org/a.png",
        "file:///etc/passwd",
        "/etc/passwd",
        "\\\\host\\a.png",
        "C:\\a.png",
        "../a.png",
        "a/%2e%2e/../b.png",
        "",
        "#top",
        "data:image/png;base64,%%%",
        "data:image/png",
    ):
        assert find(address) is None
    assert asked == []
    assert find("./files/a%20b.png?v=2#x") is None
    assert asked == ["files/a b.png", "files/a%20b.png", "files/a b.png?v=2#x"]


def _markdown(text: str, beside: dict[str, bytes], knowledge: Knowledge) -> Imported:
    return import_file(Source(text.encode(), "note.md", beside.get), knowledge)


def test_markdown_shows_the_pictures_that_lie_beside_it(knowledge: Knowledge) -> None:
    data = png()
    inline = base64.b64encode(gif()).decode()
    imported = _markdown(
        "# Ports\n\nText.\n\n![The quay](images/quay.png)\n\n![Far](https://x.org/a.png)\n\n"
        f"![](data:image/gif;base64,{inline})\n",
        {"images/quay.png": data},
        knowledge,
    )
    assert [(each.text, each.picture) for each in imported.blocks] == [
        ("Ports", None),
        ("Text.", None),
        ("The quay", _key(data)),
        ("Far", None),
        ("", _key(gif())),
    ]
    assert imported.pictures == {_key(data): data, _key(gif()): gif()}
    assert _without_text(imported.blocks)


def _without_text(blocks: tuple[Block, ...]) -> bool:
    return all(each.text or each.picture for each in blocks)
