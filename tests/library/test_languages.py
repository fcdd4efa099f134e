"""The table of languages' names."""

from __future__ import annotations

import pytest

from reader.library.languages import Languages
from reader.library.reference import language_codes
from reader.places import resources


@pytest.mark.parametrize(
    "name, code",
    [
        ("es", "es"),
        ("Spanish", "es"),
        ("ESPAÑOL", "es"),
        ("espanol", "es"),
        ("inglés", "en"),
        ("es-PE", "es"),
        ("qu", "qu"),
        ("xx", "xx"),
        ("Klingon", None),
        ("", None),
    ],
)
def test_a_language_is_known_by_its_names(name: str, code: str | None) -> None:
    assert Languages(resources() / "languages.csv").code(name) == code


def test_the_table_is_sound() -> None:
    languages = Languages(resources() / "languages.csv")
    rows = languages._rows
    assert {row["code"] for row in rows} <= language_codes()
    assert len({row["code"] for row in rows}) == len(rows)
    assert all(set(row) == {"code", "name", "names"} and row["name"] for row in rows)
    for row in rows:
        for name in (row["name"], *row["names"].split("|")):
            assert languages.code(name) == row["code"]
    assert languages.name("es") == "Spanish"
    assert languages.name("xx") == "xx"
