"""What the window remembers between two runs: its shape, theme, and where one was reading."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings
from PySide6.QtWidgets import QSplitter, QWidget

# Reading positions of more documents than this are forgotten, the oldest first.
_REMEMBERED = 500


@dataclass(frozen=True, slots=True)
class OpenTab:
    """A document in a tab."""

    document: str


class Session:
    """The window's own memory, in an INI file; nothing of the library is kept here."""

    def __init__(self, file: Path, library: str) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        self._settings = QSettings(str(file), QSettings.Format.IniFormat)
        self._library = library

    @property
    def theme(self) -> str | None:
        """The chosen theme, None to follow the system."""
        value = self._settings.value("window/theme")
        return value if isinstance(value, str) and value else None

    @theme.setter
    def theme(self, name: str) -> None:
        self._settings.setValue("window/theme", name)

    def shape(self, name: str) -> QByteArray | None:
        """The saved geometry or splitter state of that name."""
        value = self._settings.value(f"window/{name}")
        return value if isinstance(value, QByteArray) else None

    def keep_shape(self, name: str, value: QByteArray) -> None:
        """Save a geometry or splitter state."""
        self._settings.setValue(f"window/{name}", value)

    def keep_window(self, window: QWidget, splitter: QSplitter) -> None:
        """Save where a window is, how large, and how it is divided."""
        self.keep_shape("geometry", window.saveGeometry())
        self.keep_shape("splitter", splitter.saveState())

    def restore_window(self, window: QWidget, splitter: QSplitter) -> None:
        """Make a window what it was; nothing where nothing is saved."""
        for name, restore in (
            ("geometry", window.restoreGeometry),
            ("splitter", splitter.restoreState),
        ):
            if (shape := self.shape(name)) is not None:
                restore(shape)

    @property
    def zoom(self) -> float:
        """The reading column's zoom, 1.0 for 100 %."""
        try:
            return min(4.0, max(0.5, float(str(self._settings.value("window/zoom", 1.0)))))
        except ValueError:
            return 1.0

    @zoom.setter
    def zoom(self, factor: float) -> None:
        self._settings.setValue("window/zoom", factor)

    @property
    def tabs(self) -> tuple[list[OpenTab], int]:
        """The open tabs of this library and the place of the current one."""
        data = self._json("tabs")
        if not isinstance(data, dict):
            return [], 0
        tabs = [
            OpenTab(str(each["document"]))
            for each in data.get("open", [])
            if isinstance(each, dict) and "document" in each
        ]
        current = data.get("current", 0)
        return tabs, current if isinstance(current, int) else 0

    def keep_tabs(self, tabs: Sequence[OpenTab], current: int) -> None:
        """Save the open tabs of this library."""
        self._put("tabs", {"open": [asdict(tab) for tab in tabs], "current": current})

    @property
    def country(self) -> str | None:
        """The country whose profile was shown, alpha-2."""
        value = self._json("country")
        return value if isinstance(value, str) else None

    @country.setter
    def country(self, code: str | None) -> None:
        self._put("country", code)

    @property
    def grouping(self) -> str | None:
        """What the documents are grouped by."""
        value = self._json("grouping")
        return value if isinstance(value, str) else None

    @grouping.setter
    def grouping(self, name: str) -> None:
        self._put("grouping", name)

    @property
    def result_order(self) -> str | None:
        """In what order hits come."""
        value = self._settings.value("window/result_order")
        return value if isinstance(value, str) and value else None

    @result_order.setter
    def result_order(self, order: str) -> None:
        self._settings.setValue("window/result_order", order)

    @property
    def facets_shown(self) -> bool:
        """Whether what one can narrow results by is unfolded."""
        return str(self._settings.value("window/facets_shown", "true")) != "false"

    @facets_shown.setter
    def facets_shown(self, shown: bool) -> None:
        self._settings.setValue("window/facets_shown", "true" if shown else "false")

    @property
    def report(self) -> str | None:
        """The report that was worked on."""
        value = self._json("report")
        return value if isinstance(value, str) else None

    @report.setter
    def report(self, identifier: str | None) -> None:
        self._put("report", identifier)

    @property
    def searches(self) -> tuple[str, ...]:
        """What was searched for in this library, the newest first."""
        value = self._json("searches")
        known = value if isinstance(value, list) else []
        return tuple(each for each in known if isinstance(each, str))

    @searches.setter
    def searches(self, queries: Sequence[str]) -> None:
        self._put("searches", list(queries))

    def reading_position(self, document: str) -> tuple[int, float] | None:
        """The first passage shown when a document was last left, and how far it had gone by."""
        places = self._json("positions")
        if isinstance(places, dict) and isinstance(place := places.get(document), list):
            try:
                return int(place[0]), float(place[1])
            except (IndexError, TypeError, ValueError):
                return None
        return None

    def keep_reading_position(self, document: str, place: tuple[int, float]) -> None:
        """Save where a document was left."""
        known = self._json("positions")
        places: Mapping[str, object] = known if isinstance(known, dict) else {}
        kept = {each: at for each, at in places.items() if each != document}
        kept[document] = list(place)
        self._put("positions", dict(list(kept.items())[-_REMEMBERED:]))

    def save(self) -> None:
        """Write everything to disk."""
        self._settings.sync()

    def _json(self, name: str) -> object:
        text = self._settings.value(f"library-{self._library}/{name}")
        try:
            return json.loads(text) if isinstance(text, str) else None
        except ValueError:
            return None

    def _put(self, name: str, value: object) -> None:
        self._settings.setValue(f"library-{self._library}/{name}", json.dumps(value))
