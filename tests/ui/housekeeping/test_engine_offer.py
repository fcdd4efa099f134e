"""The offer of another search engine: made once, taken with a click."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from reader.library import engines
from reader.ui.main_window import MainWindow

AtRest = Callable[[QtBot, MainWindow], None]

pytest.importorskip("tantivy")


def test_the_switch_is_offered_once_and_made_in_the_background(
    window: MainWindow, qtbot: QtBot, at_rest: AtRest, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_rest(qtbot, window)
    found = window._library.searching.run("gold").total
    assert window.notice.isHidden()
    monkeypatch.setattr(engines, "RECOMMENDED_FROM", 1)

    window.importing.look()
    at_rest(qtbot, window)

    assert "tantivy" in window.notice.text
    assert window.notice.action.text() == "Switch"
    window.notice.action.click()
    assert window.notice.isHidden()
    qtbot.waitUntil(lambda: window._library.engines.in_force == "tantivy", timeout=60_000)
    at_rest(qtbot, window)
    assert window._library.searching.run("gold").total == found
    window.importing.look()
    at_rest(qtbot, window)
    assert window.notice.isHidden()


def test_without_the_engine_it_is_said_how_to_get_it(
    window: MainWindow, qtbot: QtBot, at_rest: AtRest, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_rest(qtbot, window)
    monkeypatch.setattr(engines, "RECOMMENDED_FROM", 1)
    monkeypatch.setattr(engines, "find_spec", lambda name: None)

    window.importing.look()
    at_rest(qtbot, window)

    assert "dossier-reader[large]" in window.notice.text
    assert window.notice.action.isHidden()
