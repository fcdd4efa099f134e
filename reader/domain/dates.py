"""Dates as sources state them: a year, a month or a day, and never more than was stated."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

from reader.domain.errors import InvalidInput

_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A calendar date of year, month or day precision (ISO 8601, reduced precision).

    `month` and `day` are 0 where they are not stated, so that dates order by what is known.
    """

    year: int
    month: int = 0
    day: int = 0

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.

        Raises InvalidInput for anything else, impossible days included.
        """
        match = _ISO.fullmatch(text.strip())
        if match is None:
            raise InvalidInput("not a date", item=text, remedy="Write 2023, 2023-05 or 2023-05-31")
        year, month, day = (int(part) if part else 0 for part in match.groups())
        try:
            datetime.date(year, month or 1, day or 1)
        except ValueError as error:
            raise InvalidInput(
                f"not a date ({error})", item=text, remedy="Write 2023, 2023-05 or 2023-05-31"
            ) from error
        if (match.group(2) and not month) or (match.group(3) and not day):
            raise InvalidInput("not a date", item=text, remedy="Months and days begin at 01")
        return cls(year, month, day)

    def __str__(self) -> str:
        text = f"{self.year:04d}"
        if self.month:
            text += f"-{self.month:02d}"
        if self.day:
            text += f"-{self.day:02d}"
        return text
