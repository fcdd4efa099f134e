"""The window's actions: words, menus and keys from `resources/shortcuts.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from reader.domain.errors import InvalidInput


class Actions:
    """Every action of the window, by identifier; each works from anywhere in the window."""

    def __init__(self, window: QWidget, resources: Path) -> None:
        data = tomllib.loads((resources / "shortcuts.toml").read_text(encoding="utf-8"))
        self._actions: dict[str, QAction] = {}
        self._menus: dict[str, list[QAction]] = {}
        self._below_lines: set[QAction] = set()
        for entry in data["actions"]:
            action = QAction(entry["text"], window)
            action.setObjectName(entry["id"])
            action.setShortcuts([QKeySequence(keys) for keys in entry["keys"]])
            action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
            # Words of the menu are not to be taken for those of the system's own menus.
            action.setMenuRole(QAction.MenuRole.NoRole)
            window.addAction(action)
            self._actions[entry["id"]] = action
            if entry.get("line_above", False):
                self._below_lines.add(action)
            self._menus.setdefault(entry["menu"], []).append(action)

    def __getitem__(self, identifier: str) -> QAction:
        return self._actions[identifier]

    def connect(self, handlers: Mapping[str, Callable[[], object]]) -> None:
        """Connect every action to what it does. Raises InvalidInput when one is left over."""
        if (left := set(self._actions) ^ set(handlers)) != set():
            raise InvalidInput("actions and what they do differ", item=", ".join(sorted(left)))
        for identifier, handler in handlers.items():
            self._actions[identifier].triggered.connect(_without_arguments(handler))

    def menu(self, parent: QWidget) -> QMenu:
        """One menu with all actions, grouped."""
        menu = QMenu(parent)
        for title, actions in self._menus.items():
            below = menu.addMenu(title)
            for action in actions:
                if action in self._below_lines:
                    below.addSeparator()
                below.addAction(action)
        return menu

    def by_menu(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Menu titles with the words and keys of their actions, for the help."""
        return [
            (title, [(action.text(), _shown(action)) for action in actions if action.shortcuts()])
            for title, actions in self._menus.items()
        ]


def _without_arguments(handler: Callable[[], object]) -> Callable[[], None]:
    def call() -> None:
        handler()

    return call


def _shown(action: QAction) -> str:
    return action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
