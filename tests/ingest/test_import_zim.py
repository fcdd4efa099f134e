"""ZIM files: each article a source of its own, as far as the reader has installed libzim."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import pytest

from reader.domain.document import Origin
from reader.ingest.archive import Bounds, is_archive, members
from reader.library.library import Library

HAS_LIBZIM = importlib.util.find_spec("libzim") is not None
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x40\0\0\0\x30\x08\x02\0\0\0" + b"\0" * 40
WORDS = (
    "The ferry carries timber down the river at night, and nobody at the harbour counts it. " * 4
)

BOAT = (
    '<figure><img src="../I/boat.png"><figcaption>A boat at night</figcaption></figure>'
    "<p>The second boat leaves an hour later, and carries what the first one had no room for.</p>"
)


def page(title: str, more: str = "") -> str:
    head = f"<head><title>{title}</title></head>" if title else ""
    heading = f"<h1>{title}</h1>" if title else ""
    return f"<!DOCTYPE html><html>{head}<body>{heading}<p>{WORDS}</p>{more}</body></html>"


def write_zim(file: Path, entries: list[tuple[str, str, str | bytes, str]], **stated: str) -> Path:
    """A ZIM file of entries (path, title, content, media type); bytes that are none redirect."""
    writer = pytest.importorskip("libzim.writer")

    class Entry(writer.Item):  # type: ignore[misc, name-defined]
        def __init__(self, path: str, title: str, data: str | bytes, kind: str) -> None:
            super().__init__()
            self.about = (path, title, data, kind)

        def get_path(self) -> str:
            return self.about[0]

        def get_title(self) -> str:
            return self.about[1]

        def get_mimetype(self) -> str:
            return self.about[3]

        def get_contentprovider(self) -> Any:
            return writer.StringProvider(self.about[2])

        def get_hints(self) -> dict[Any, Any]:
            return {writer.Hint.FRONT_ARTICLE: True}

    with writer.Creator(file).config_indexing(False, "eng") as creator:
        creator.set_mainpath(entries[0][0])
        for path, title, data, kind in entries:
            if kind == "redirect":
                creator.add_redirection(path, title, str(data), {})
            else:
                creator.add_item(Entry(path, title, data, kind))
        for key, value in stated.items():
            creator.add_metadata(key, value)
    return file


@pytest.fixture
def wiki(tmp_path: Path) -> Path:
    return write_zim(
        tmp_path / "wiki.zim",
        [
            ("A/Ferry", "Ferry", page("The ferry", BOAT),
             "text/html"),
            ("A/Timber", "Timber trade", page(""), "text/html; charset=utf-8"),
            ("A/Boat", "Boat", "A/Ferry", "redirect"),
            ("I/boat.png", "", PNG, "image/png"),
            ("style.css", "", "p {}", "text/css"),
        ],
        Title="A small wiki", Language="eng", Creator="Example Wiki", Publisher="Packers",
        Date="2024-05-06",
    )  # fmt: skip


def test_the_articles_are_sources_of_their_own(empty_library: Library, wiki: Path) -> None:
    result = empty_library.importing.run([wiki])
    assert [Path(each.path).name for each in result.sources] == ["Ferry.mhtml", "Timber.mhtml"]
    assert [str(each.status) for each in result.sources] == ["added", "added"]
    ferry, timber = (empty_library.documents.get(each.document or "") for each in result.sources)
    assert ferry.metadata.title == "The ferry"
    assert timber.metadata.title == "Timber trade", "the page has none of its own"
    assert timber.metadata.origins["title"] is Origin.STATED
    for each in (ferry, timber):
        assert each.metadata.publisher == "Example Wiki", "who made it, not who packed it"
        assert each.metadata.origins["publisher"] is Origin.STATED
        assert each.metadata.language == "en"
        assert str(each.metadata.accessed) == "2024-05-06"
        assert each.metadata.published is None, "the day of the file is not the article's"
    passages = empty_library.documents.passages(ferry)
    assert any(WORDS.strip() == each.text for each in passages)
    pictures = [each.picture for each in passages if each.picture]
    assert len(pictures) == 1
    assert empty_library.documents.picture(pictures[0]) == PNG
    again = empty_library.importing.run([wiki])
    assert {str(each.status) for each in again.sources} == {"unchanged"}


def test_a_file_with_more_articles_than_may_be_is_read_in_part_and_that_is_said(
    tmp_path: Path,
) -> None:
    entries = [
        (f"{number}", f"Page {number}", page(f"Page {number}"), "text/html") for number in range(9)
    ]
    file = write_zim(tmp_path / "many.zim", entries, Title="Many", Language="eng")
    with file.open("rb") as opened:
        found = list(members(opened, file.name, Bounds(members=5), lambda _: True))
    assert [each.data is not None for each in found] == [True] * 4 + [False]
    assert found[-1].failed
    assert found[-1].left == "only the first 4 articles were read"


def test_a_damaged_file_costs_nothing_else(
    empty_library: Library, wiki: Path, sources: Path
) -> None:
    whole = wiki.read_bytes()
    (sources / "cut.zim").write_bytes(whole[: len(whole) // 2])
    (sources / "none.zim").write_bytes(b"ZIM\x04" + b"\xff" * 500)
    (sources / "empty.zim").write_bytes(b"")
    result = empty_library.importing.run([sources])
    failed = [Path(each.path).name for each in result.sources if str(each.status) == "failed"]
    assert failed == ["cut.zim", "empty.zim", "none.zim"]
    assert sum(str(each.status) == "added" for each in result.sources) == 3


def test_a_picture_that_lies_elsewhere_is_left(tmp_path: Path, empty_library: Library) -> None:
    shown = "".join(
        f'<p><img src="{each}"></p>'
        for each in (
            "https://web.example/a.png",
            "../../etc/passwd",
            "//x/y.png",
            "b\u00e9.png",
            "no",
        )
    )
    file = write_zim(
        tmp_path / "odd.zim", [("A/Odd", "Odd", page("Odd", shown), "text/html")], Title="Odd"
    )
    result = empty_library.importing.run([file])
    assert [str(each.status) for each in result.sources] == ["added"]


@pytest.mark.skipif(HAS_LIBZIM, reason="libzim is installed")
def test_without_libzim_it_is_said_how_to_get_it(empty_library: Library, tmp_path: Path) -> None:
    (tmp_path / "wiki.zim").write_bytes(b"ZIM\x04" + bytes(500))
    result = empty_library.importing.run([tmp_path / "wiki.zim"])
    assert [str(each.status) for each in result.sources] == ["failed"]
    assert "dossier-reader[zim]" in (result.sources[0].error or "")


def test_a_zim_file_is_told_by_its_name_or_its_beginning() -> None:
    assert is_archive("wiki.zim", b"")
    assert is_archive("wiki", b"ZIM\x04" + bytes(500), named=True)
