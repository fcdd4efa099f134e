"""What is pasted or dragged in: files, a part of a page with its address, or plain text."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QUrl

from reader.ui.importing.clipboard import local_paths, pasted, source_url

TODAY = date(2026, 3, 4)
URL = "https://weekly.example/river?a=1"


def mime(text: str | None = None, markup: str | None = None, **formats: bytes) -> QMimeData:
    made = QMimeData()
    if text is not None:
        made.setText(text)
    if markup is not None:
        made.setHtml(markup)
    for name, data in formats.items():
        made.setData(name, data)
    return made


def test_files_are_files_and_addresses_are_none() -> None:
    made = QMimeData()
    made.setUrls([QUrl.fromLocalFile("/in/a b.md"), QUrl(URL)])
    assert local_paths(made) == [Path("/in/a b.md")]


def test_plain_text_is_a_text_called_by_its_first_line() -> None:
    found = pasted(mime("River: gold / night\n\nMiners dig at night.\n"), TODAY)
    assert found is not None
    assert found.name == "River gold night (2026-03-04).txt"
    assert found.data.decode() == "River: gold / night\n\nMiners dig at night."
    assert found.url is None


def test_a_part_of_a_page_keeps_its_markup_and_its_address() -> None:
    made = mime("River gold", "<p>River <b>gold</b></p>")
    made.setData("text/x-moz-url-priv", URL.encode("utf-16-le"))
    found = pasted(made, TODAY)
    assert found is not None
    page = found.data.decode()
    assert page.startswith(f"<!DOCTYPE html>\n<!-- saved from url=({len(URL):04}){URL} -->\n")
    assert "<title>River gold</title>" in page
    assert "<p>River <b>gold</b></p>" in page
    assert found.name.endswith(".html")


def test_a_whole_page_is_left_as_it_is_under_its_address() -> None:
    made = mime("x", "<!doctype html><html><head><title>A &amp; B</title></head><body>Words</body>")
    found = pasted(made, TODAY)
    assert found is not None
    assert found.name == "A & B (2026-03-04).html"
    assert found.data.decode().lower().count("<!doctype") == 1
    assert found.data.decode().count("<html>") == 1


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("text/x-moz-url-priv", URL.encode("utf-16-le") + b"\0\0"),
        ("chromium/x-source-url", URL.encode()),
        (
            'application/x-qt-windows-mime;value="HTML Format"',
            f"Version:0.9\r\nStartHTML:000\r\nSourceURL:{URL}\r\n<html>".encode(),
        ),
    ],
)
def test_every_platform_says_the_address_in_its_way(name: str, data: bytes) -> None:
    made = QMimeData()
    made.setData(name, data)
    assert source_url(made) == URL


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "file:///etc/passwd", "about:blank", "", "https://", "http://[",
     "https://a.example/--><script>"],
)  # fmt: skip
def test_what_is_no_page_s_address_is_not_taken_for_one(address: str) -> None:
    made = QMimeData()
    made.setData("chromium/x-source-url", address.encode())
    assert source_url(made) is None


def test_what_has_no_words_is_nothing_to_import() -> None:
    assert pasted(mime(" \n"), TODAY) is None
    assert pasted(mime(markup="<img src=a.png>"), TODAY) is None
    assert pasted(QMimeData(), TODAY) is None


def test_a_name_is_one_that_every_system_takes() -> None:
    found = pasted(mime('../..\\a:b*c?"<d>|e. ' + "x" * 500), TODAY)
    assert found is not None
    assert "/" not in found.name
    assert "\\" not in found.name
    assert len(found.name) < 100
    nameless = pasted(mime("???"), TODAY)
    assert nameless is not None
    assert nameless.name == "Pasted (2026-03-04).txt"


def test_a_long_first_line_is_cut_between_words() -> None:
    line = "The mayor said that the gold of the river had been sold to buyers abroad"
    found = pasted(mime(line), TODAY)
    assert found is not None
    stem = found.name.removesuffix(" (2026-03-04).txt")
    assert len(stem) < len(line)
    assert line.startswith(f"{stem} "), "no half word stands in a title"
