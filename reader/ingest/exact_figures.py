"""A printed or stored number as an exact score: what binary arithmetic left behind is removed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from reader.domain.scoring import half_up

_NUMBER = re.compile(r"[-−+]?(?:\d{1,9}(?:\.\d{0,40})?|\.\d{1,40})(?:[eE]-\d{1,2})?")
# A sum of binary fractions is off by less than this at the scales that indices have.
_NOISE = Decimal("1e-9")


@dataclass(frozen=True, slots=True)
class ExactFigure:
    """A figure; `finer` says that it has more decimals than its index prints."""

    value: Decimal
    finer: bool


def exact_figure(text: str, decimals: int) -> ExactFigure | None:
    """Read a number that should have at most `decimals` decimals; None for anything else.

    7.020000000000001 is 7.02 at two decimals; 7.0249 is finer, and kept as it is.
    """
    stripped = text.strip()
    if not _NUMBER.fullmatch(stripped):
        return None
    exact = Decimal(stripped.replace("−", "-"))
    rounded = half_up(exact, decimals)
    if exact == rounded or abs(exact - rounded) <= _NOISE:
        return ExactFigure(rounded, finer=False)
    return ExactFigure(exact, finer=True)
