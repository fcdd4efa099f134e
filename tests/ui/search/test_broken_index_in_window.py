"""A search index that is broken while the window is open is built again, and then it answers."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from reader.ui.main_window import MainWindow

# Whoosh leaves a damaged file open; it is closed when it is collected.
pytestmark = [
    pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.mark.parametrize("harm", ["cut short", "removed"])
def test_the_answer_comes_when_the_index_is_whole_again(
    qtbot: QtBot, window: MainWindow, at_rest: Callable[[QtBot, MainWindow], None], harm: str
) -> None:
    line = window.top_bar.search_field.line
    qtbot.keyClicks(line, "cocaine")
    at_rest(qtbot, window)
    assert window.search.results is not None
    total = window.search.results.total
    assert total > 0
    line.clear()
    at_rest(qtbot, window)
    library = window._library
    library.searching.close()
    for file in (library.cache_folder / "index").iterdir():
        if harm == "removed":
            file.unlink()
        elif file.suffix != ".json":
            file.write_bytes(file.read_bytes()[:-7])
    qtbot.keyClicks(line, "cocaine")

    def answered() -> bool:
        results = window.search.results
        return results is not None and results.query.text == "cocaine"

    qtbot.waitUntil(answered, timeout=30_000)
    at_rest(qtbot, window)
    assert window.search.results is not None
    assert window.search.results.total == total
