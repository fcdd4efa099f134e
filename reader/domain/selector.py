"""Where a mark stands in a text: the two selectors of the W3C Web Annotation Data Model.

Source: https://www.w3.org/TR/annotation-model/#text-quote-selector and #text-position-selector.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from reader.domain.errors import InvalidInput


@dataclass(frozen=True, slots=True)
class TextQuoteSelector:
    """The marked characters and the characters just before and after them."""

    exact: str
    prefix: str = ""
    suffix: str = ""

    def as_json(self) -> dict[str, object]:
        """The selector as the Web Annotation JSON-LD serialisation has it."""
        return {
            "type": "TextQuoteSelector",
            "exact": self.exact,
            "prefix": self.prefix,
            "suffix": self.suffix,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, object]) -> TextQuoteSelector:
        """Read the JSON form; prefix and suffix may be missing. Raises InvalidInput."""
        exact, prefix, suffix = data.get("exact"), data.get("prefix", ""), data.get("suffix", "")
        if not (isinstance(exact, str) and isinstance(prefix, str) and isinstance(suffix, str)):
            raise InvalidInput("not a TextQuoteSelector", item=repr(data))
        return cls(exact, prefix, suffix)


@dataclass(frozen=True, slots=True)
class TextPositionSelector:
    """The range `[start, end)` in code points of the version's text."""

    start: int
    end: int

    def as_json(self) -> dict[str, object]:
        """The selector as the Web Annotation JSON-LD serialisation has it."""
        return {"type": "TextPositionSelector", "start": self.start, "end": self.end}

    @classmethod
    def from_json(cls, data: Mapping[str, object]) -> TextPositionSelector:
        """Read the JSON form. Raises InvalidInput unless 0 <= start <= end."""
        start, end = data.get("start"), data.get("end")
        if not (isinstance(start, int) and isinstance(end, int) and 0 <= start <= end):
            raise InvalidInput("not a TextPositionSelector", item=repr(data))
        return cls(start, end)
