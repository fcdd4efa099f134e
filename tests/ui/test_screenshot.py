"""The window drawn off screen: what was asked for, in the size and theme that were asked for."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from reader.domain.errors import NotFound, ReaderError
from reader.domain.screenshot import ScreenshotRequest
from reader.library.library import Library
from reader.places import seeds
from reader.ui.screenshot import paint_window


@pytest.fixture
def folder(qtbot: QtBot, tmp_path: Path) -> Path:
    with Library.create(tmp_path / "library", program="the tests") as library:
        library.importing.run([seeds()])
        library.deriving.run()
    return tmp_path / "library"


def request(file: Path, **wanted: object) -> ScreenshotRequest:
    asked: dict[str, object] = {
        "country": None,
        "document": None,
        "indicator": None,
        "search": None,
        "size": (1280, 800),
        "theme": "light",
        **wanted,
    }
    return ScreenshotRequest(file=file, **asked)  # type: ignore[arg-type]


def test_light_and_dark_are_drawn_in_the_size_asked_for(folder: Path, tmp_path: Path) -> None:
    lightness = {}
    for theme in ("light", "dark"):
        file = tmp_path / f"{theme}.png"
        paint_window(
            folder,
            request(
                file, theme=theme, country="PE", indicator="arms_trafficking", search="gold mining"
            ),
        )
        image = QImage(str(file))
        assert (image.width(), image.height()) == (1280, 800)
        lightness[theme] = image.pixelColor(640, 700).lightness()
    assert lightness["light"] > 200
    assert lightness["dark"] < 60


def test_a_document_and_a_query_are_shown(folder: Path, tmp_path: Path) -> None:
    with Library.open(folder, writing=False, program="the tests") as library:
        document = library.documents.all()[0].id
    paint_window(folder, request(tmp_path / "one.png", document=document))
    paint_window(folder, request(tmp_path / "two.png", search="cocaine"))
    assert (tmp_path / "one.png").read_bytes() != (tmp_path / "two.png").read_bytes()


@pytest.mark.parametrize(
    ("wanted", "error"),
    [
        ({"country": "Atlantis"}, NotFound),
        ({"document": "nobody"}, NotFound),
        ({"search": "xyzzyqq"}, NotFound),
    ],
)
def test_what_is_not_there_is_not_drawn(
    folder: Path, tmp_path: Path, wanted: dict[str, object], error: type[ReaderError]
) -> None:
    with pytest.raises(error):
        paint_window(folder, request(tmp_path / "no.png", **wanted))
    assert not (tmp_path / "no.png").exists()


def test_a_picture_that_cannot_be_written_is_an_error(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(ReaderError, match="could not be written"):
        paint_window(folder, request(tmp_path / "no such folder" / "no.png"))
