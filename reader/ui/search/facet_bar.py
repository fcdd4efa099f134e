"""What one can narrow by: a button for each facet, and the chosen values as chips to take out."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from reader.library.search_results import Facet
from reader.ui.flow_row import FlowRow
from reader.ui.search.facet_popup import FacetPopup
from reader.ui.search.pill import Pill
from reader.ui.search.result_words import FACETS, counted
from reader.ui.theme import Theme

_GAP = 5


class FacetBar(QWidget):
    """The facets of an answer, after a `lead`. They fold away; what is chosen stays in sight.

    `toggled` carries a facet's field and a value that is to be chosen, or chosen no more;
    `clearWanted` is the wish to choose none.
    """

    toggled = Signal(str, str)
    clearWanted = Signal()

    def __init__(self, theme: Theme, lead: Pill, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._lead = lead
        self._facets: dict[str, Facet] = {}
        self._offered: set[str] = set()
        self._open = True
        self._popup: FacetPopup | None = None
        self._buttons = FlowRow(self, gap=_GAP, line_gap=_GAP)
        lead.setParent(self._buttons)
        self._chosen = FlowRow(self, gap=_GAP, line_gap=_GAP)
        self._pills: dict[str, Pill] = {}
        self._shown: list[Pill] = []
        self._chips: dict[tuple[str, str], Pill] = {}
        self._clear = Pill(theme, "Clear all", self._chosen)
        self._clear.setAccessibleName("Clear all: choose no value")
        self._clear.setToolTip("Choose no value")
        self._clear.clicked.connect(self.clearWanted)
        self._clear.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(_GAP)
        layout.addWidget(self._buttons)
        layout.addWidget(self._chosen)
        self._show()

    def show_facets(self, facets: Sequence[Facet], total: int, *, anew: bool = False) -> None:
        """Show the counts of an answer of `total` hits.

        A facet has a button when it can narrow: when a value of it is chosen, or one that not all
        hits have is there. While one types, it keeps the button, so that nothing moves; another
        question (`anew`) begins without.
        """
        if anew:
            self._offered.clear()
        self._facets = {facet.field: facet for facet in facets}
        self._offered |= {
            facet.field
            for facet in facets
            if any(value.chosen or value.count < total for value in facet.values)
        }
        self._facets |= {
            field: Facet(field, ()) for field in self._offered if field not in self._facets
        }
        self._show()
        if self._popup is not None:
            facet = self._facets.get(str(self._popup.property("field")))
            self._popup.renew(facet.values if facet else ())

    def clear(self) -> None:
        """Show no facets."""
        self._facets = {}
        self._offered.clear()
        if self._popup is not None:
            self._popup.fold_up()
        self._show()

    def set_open(self, *, opened: bool) -> None:
        """Unfold the buttons, or fold them away."""
        self._open = opened
        self._show()

    def open_facet(self, field: str) -> None:
        """Unfold the values of a facet."""
        pill = self._pills[field]
        if self._popup is not None:
            self._popup.fold_up()
        popup = FacetPopup(self._theme, FACETS[field], pill)
        popup.setProperty("field", field)
        popup.toggled.connect(lambda value: self.toggled.emit(field, value))
        popup.closed.connect(self._folded)
        self._popup = popup
        popup.show_values(self._facets[field].values)

    def rearrange(self) -> None:
        """Lay out anew: a button has other words."""
        self._buttons.rearrange()
        self._chosen.rearrange()

    def focus_first(self) -> None:
        """Go to the first facet that has values."""
        for pill in self._pills.values():
            if pill.isEnabled():
                pill.setFocus(Qt.FocusReason.ShortcutFocusReason)
                return

    def set_theme(self, theme: Theme) -> None:
        """Use the colours and fonts of another look."""
        self._theme = theme
        for pill in (self._lead, *self._pills.values(), *self._chips.values(), self._clear):
            pill.set_theme(theme)
        self.rearrange()

    @property
    def facets(self) -> dict[str, Pill]:
        """The facets' buttons, by field."""
        return dict(self._pills)

    @property
    def chips(self) -> dict[tuple[str, str], Pill]:
        """The chosen values' chips, by field and value."""
        return dict(self._chips)

    @property
    def clear_all(self) -> Pill:
        """The button that chooses none."""
        return self._clear

    @property
    def popup(self) -> FacetPopup | None:
        """The unfolded list, None while none is."""
        return self._popup

    @property
    def count(self) -> int:
        """How many values are chosen."""
        return len(self._chips)

    # Own

    def _show(self) -> None:
        changed = self._show_buttons()
        shown = [*self._pills.values()] if self._open else []
        for pill in self._pills.values():
            pill.setVisible(self._open)
        if changed or shown != self._shown:
            self._shown = shown
            self._buttons.set_widgets([self._lead, *shown])
        if self._show_chips() or changed:
            # Made last, they would come last, behind the hits.
            stops = [self._lead, *self._pills.values(), *self._chips.values(), self._clear]
            for one, other in pairwise(stops):
                self.setTabOrder(one, other)

    def _show_buttons(self) -> bool:
        wanted = [field for field in FACETS if field in self._offered]
        changed = wanted != list(self._pills)
        for field in [each for each in self._pills if each not in wanted]:
            _drop(self._pills.pop(field))
        if changed:
            made = {field: self._pills.get(field) or self._button(field) for field in wanted}
            self._pills = made
        for field, pill in self._pills.items():
            values = self._facets[field].values
            before = pill.sizeHint()
            chosen = sum(value.chosen for value in values)
            pill.set_chosen(chosen=bool(chosen))
            pill.setEnabled(bool(values))
            told = f", {chosen} chosen" if chosen else ""
            many = counted(len(values), "value")
            pill.setAccessibleName(f"Narrow by {FACETS[field].casefold()}, {many}{told}")
            changed = changed or pill.sizeHint() != before
        return changed

    def _button(self, field: str) -> Pill:
        pill = Pill(self._theme, FACETS[field], self._buttons, opens=True)
        pill.setToolTip(f"Narrow by {FACETS[field].casefold()}")
        pill.clicked.connect(lambda: self.open_facet(field))
        return pill

    def _show_chips(self) -> bool:
        """Show what is chosen; whether that is something else than before."""
        wanted = {
            (field, value.value): value.label
            for field in FACETS
            if field in self._facets
            for value in self._facets[field].values
            if value.chosen
        }
        changed = list(wanted) != list(self._chips)
        if changed:
            focused = any(chip.hasFocus() for chip in self._chips.values())
            for key in [each for each in self._chips if each not in wanted]:
                _drop(self._chips.pop(key))
            self._chips = {
                key: self._chips.get(key) or self._chip(key, label) for key, label in wanted.items()
            }
            self._clear.setVisible(bool(self._chips))
            self._chosen.set_widgets([*self._chips.values(), self._clear])
            if focused:
                # Who takes one out by keyboard goes on with the next.
                next(iter([*self._chips.values(), *self._pills.values()])).setFocus()
        self._chosen.setVisible(bool(self._chips))
        return changed

    def _chip(self, key: tuple[str, str], label: str) -> Pill:
        field, value = key
        chip = Pill(self._theme, label, self._chosen, removes=True)
        chip.set_chosen(chosen=True)
        words = f"{FACETS[field]}: {label}"
        chip.setAccessibleName(f"{words}, chosen; press to take it out")
        chip.setToolTip(f"{words} (click to take it out)")
        chip.clicked.connect(lambda: self.toggled.emit(field, value))
        chip.show()
        return chip

    def _folded(self) -> None:
        self._popup = None

    def changeEvent(self, event: QEvent) -> None:
        """Qt: another font, other widths."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.rearrange()


def _drop(pill: Pill) -> None:
    pill.hide()
    pill.deleteLater()
