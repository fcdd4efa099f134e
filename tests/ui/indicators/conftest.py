"""A shown indicator table on Peru's figures."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from reader.library.profile_values import CountryProfile
from reader.places import resources
from reader.ui.indicators.indicator_table import IndicatorTable
from reader.ui.theme import Theme, load_theme


@pytest.fixture(scope="session")
def figures() -> ModuleType:
    """The figures that the tests of the profile pane show, too."""
    path = Path(__file__).parents[1] / "profile" / "peru_2023.py"
    spec = importlib.util.spec_from_file_location("peru_2023_for_the_table", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def peru(figures: ModuleType) -> CountryProfile:
    profile: CountryProfile = figures.peru()
    return profile


@pytest.fixture(scope="session")
def unscored(figures: ModuleType) -> CountryProfile:
    profile: CountryProfile = figures.unscored()
    return profile


@pytest.fixture
def themes(qtbot: QtBot) -> Callable[[str], Theme]:
    return lambda name: load_theme(resources(), name)


@pytest.fixture
def light(themes: Callable[[str], Theme]) -> Theme:
    return themes("light")


@pytest.fixture
def show(qtbot: QtBot) -> Callable[[QWidget, int, int], QWidget]:
    """Show a widget of a width and a height inside a host of its own."""

    def shown(widget: QWidget, width: int, height: int) -> QWidget:
        host = QWidget()
        host.resize(width, height)
        widget.setParent(host)
        widget.setGeometry(0, 0, width, height)
        qtbot.addWidget(host)
        host.show()
        qtbot.waitExposed(host)
        return host

    return shown


@pytest.fixture
def table(
    light: Theme, peru: CountryProfile, show: Callable[[QWidget, int, int], QWidget]
) -> Iterator[IndicatorTable]:
    widget = IndicatorTable(light)
    widget.show_profile(peru)
    host = show(widget, 400, 1100)
    yield widget
    host.hide()
