"""The shipped countries: every name, code and demonym tells one of them, in doubt none."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from reader.domain.country import CountryTable, fold_name
from reader.domain.errors import NotFound
from reader.library.own_countries import with_own_countries
from reader.library.reference import load_countries
from reader.places import resources

DATA = Path(__file__).parents[3] / "shared" / "data"


@pytest.fixture(scope="module")
def table() -> CountryTable:
    return load_countries(resources())


def test_every_name_is_one_countrys_own(table: CountryTable) -> None:
    owners: dict[str, set[str]] = {}
    for country in table.all():
        for name in (country.name, *country.aliases, *country.demonyms):
            owners.setdefault(fold_name(name), set()).add(country.iso2)
        for name in (country.name, *country.aliases):
            assert table.find(name) is country
    assert {name: codes for name, codes in owners.items() if len(codes) > 1} == {}
    assert table.find("Kosovo") is table.by_code("XKX")
    assert len(table.all()) == 250


def test_doubtful_names_are_names_and_traps_are_none(table: CountryTable) -> None:
    for country in table.all():
        names = {fold_name(each) for each in (country.name, *country.aliases, *country.demonyms)}
        assert {fold_name(each) for each in (*country.ambiguous, *country.persons)} <= names
        for trap in country.not_when:
            assert table.find(trap) is None
            assert table.mentions(trap) == {}


@pytest.mark.parametrize(
    ("code", "iso2"),
    [
        ("au", "AT"),
        ("AS", "AU"),
        ("gm", "DE"),
        ("ga", "GM"),
        ("gb", "GA"),
        ("NI", "NG"),
        ("NG", "NE"),
        ("sz", "CH"),
        ("wz", "SZ"),
        ("gz", "PS"),
        ("we", "PS"),
        ("rq", "PR"),
        ("kv", "XK"),
        ("wq", "UM"),
    ],
)
def test_gec_codes_are_not_isos(code: str, iso2: str, table: CountryTable) -> None:
    country = table.by_gec(code)
    assert country is not None
    assert country.iso2 == iso2


def test_no_gec_code_is_two_countries(table: CountryTable) -> None:
    codes = [code for country in table.all() for code in country.gec]
    assert len(codes) == len(set(codes)) > 240
    assert [code for code in codes if table.non_country_by_gec(code)] == []
    assert table.by_gec("EE") is None
    union = table.non_country_by_gec("ee")
    assert union is not None
    assert union.name == "European Union"


def test_what_is_no_country_is_known_as_such(table: CountryTable) -> None:
    for name in ("the European Union", "World", "Akrotiri", "Paracel Islands", "Arctic Ocean"):
        assert table.find(name) is None
        assert table.non_country(name) is not None
    assert table.non_country("Peru") is None
    assert table.non_country("Atlantis") is None
    with pytest.raises(NotFound, match="not a country but a union of states"):
        table.resolve("European Union")


@pytest.mark.parametrize(
    ("name", "iso2"),
    [
        ("NA", "NA"),
        ("NO", "NO"),
        ("St Lucia", "LC"),
        ("Trinidad & Tobago", "TT"),
        ("Bahamas, The", "BS"),
        ("Gambia, The", "GM"),
        ("The Bahamas", "BS"),
        ("Perú", "PE"),
        ("Pays-Bas", "NL"),
        ("Corea del Norte", "KP"),
        ("Korea", None),
        ("Korea, Rep.", "KR"),
        ("Congo", "CG"),
        ("Congo, Dem. Rep.", "CD"),
        ("Guinea", "GN"),
        ("Northern Ireland", "GB"),
        ("Ireland", "IE"),
        ("Dominica", "DM"),
        ("Samoa", "WS"),
        ("American Samoa", "AS"),
        ("New Mexico", None),
        ("cote divoire", None),
        ("Cote d Ivoire", "CI"),
    ],
)
def test_names_as_sources_write_them(name: str, iso2: str | None, table: CountryTable) -> None:
    found = table.find(name)
    assert (found.iso2 if found else None) == iso2


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Niger borders Nigeria; Nigerien and Nigerian traders", ["NE", "NG", "NE", "NG"]),
        ("Guinea-Bissau, Equatorial Guinea, Papua New Guinea", ["GW", "GQ", "PG"]),
        ("New Guinea, the Gulf of Guinea and a Guinea pig", []),
        ("DRC and the Republic of the Congo", ["CD", "CG"]),
        ("Congo", []),
        ("South Korea, North Korean ships", ["KR", "KP"]),
        ("the Dominican Republic and Dominica", ["DO", "DM"]),
        ("Jordan and Chad met in Mali; Jordan's king", ["JO", "TD", "ML", "JO"]),
        ("Jordan Peterson, Michael Jordan and Chad Smith", []),
        ("Jordan: Country Report", ["JO"]),
        ("Drugs in Jordan", ["JO"]),
        ("Georgia, USA; Atlanta, Georgia; the Georgia Senate", ["US"]),
        ("Tbilisi, Georgia; Georgia Profile", ["GE", "GE"]),
        ("a turkey, some chili, fine china and a polish", []),
        ("Turkey and Chinese goods", ["TR", "CN"]),
        ("New Mexico and the Gulf of Mexico", []),
        ("Mexico City", ["MX"]),
        ("Latin American and South American gangs, an American one", ["US"]),
        ("South Sudan is not Sudan", ["SS", "SD"]),
        ("Ireland and Northern Ireland", ["IE", "GB"]),
        ("American Samoa is not Samoa", ["AS", "WS"]),
        ("los peruanos y la policía colombiana", ["PE", "CO"]),
        ("U.S. agents and the US told us", ["US", "US"]),
        ("CONTACT US NOW OR NEVER, WHOEVER AND WHEREVER YOU ARE", []),
        ("PE, NO, IN and DE are codes", []),
        ("Indian Ocean; Panama Papers; Jersey City; Credit Suisse", []),
        ("Peru\u0301 y Me\u0301xico", ["PE", "MX"]),
        ("El\n\nSalvador", []),
        ("South\nAfrica", ["ZA"]),
        ("St. Kitts & Nevis", ["KN"]),
        ("", []),
    ],
)
def test_mentions_in_prose(text: str, codes: list[str], table: CountryTable) -> None:
    assert [code for _, code in table.mentioned_at(text)] == codes


def _own(tmp_path: Path, text: str | bytes, table: CountryTable) -> tuple[CountryTable, list[str]]:
    path = tmp_path / "countries.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    merged, problems = with_own_countries(table, path)
    return merged, [each.removeprefix(str(path)) for each in problems]


def test_a_readers_own_file_adds_names_and_countries(tmp_path: Path, table: CountryTable) -> None:
    own, problems = _own(
        tmp_path,
        "iso2,iso3,name,aliases,demonyms\n"
        "pe,,,Piruw|Tawantinsuyu,Limeño\n"
        "XS,XSX,Somaliland,,Somalilander\n"
        ",,,,\n",
        table,
    )
    assert problems == []
    peru = own.resolve("Tawantinsuyu")
    assert (peru.iso2, peru.name) == ("PE", "Peru")
    assert own.find("República del Perú") is table.find("República del Perú")
    assert own.resolve("somaliland").iso3 == "XSX"
    assert dict(own.mentions("A Limeño and two Somalilanders")) == {"PE": 1, "XS": 1}
    assert own.non_country("Somaliland") is None
    assert table.find("Tawantinsuyu") is None


def test_errors_in_a_readers_file_are_told_by_line_and_never_stop(
    tmp_path: Path, table: CountryTable
) -> None:
    own, problems = _own(
        tmp_path,
        "iso2,iso3,name,aliases,colour\n"
        "ZZ,,,Nowhere,\n"
        "PE,,,Piruw,,x\n"
        "MX,,,Burma|Anahuac,\n"
        "XQ,PER,Elsewhere,,\n",
        table,
    )
    assert [each.split(":")[0] for each in problems] == [
        ", line 1",
        ", line 2",
        ", line 3",
        ", line 4",
        ", line 5",
    ]
    assert "'colour'" in problems[0]
    assert "'ZZ'" in problems[1]
    assert "quotes" in problems[2]
    assert "'Burma' was a name of Myanmar" in problems[3]
    assert "PER" in problems[4]
    assert own.resolve("Anahuac") is own.resolve("Burma")
    assert own.resolve("Burma").iso2 == "MX"
    assert own.resolve("Peru").iso2 == "PE"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"name\nPeru\n",
        b"\xff\xfe\x00",
        b'iso2,name\nPE,"un\x00closed',
        b"iso2,name\nPE," + b"x" * 200_000,
        b"x" * (1024 * 1024 + 1),
    ],
)
def test_a_broken_file_leaves_the_shipped_table(
    content: bytes, tmp_path: Path, table: CountryTable
) -> None:
    own, problems = _own(tmp_path, content, table)
    assert len(problems) == 1
    assert own.resolve("Chile").iso2 == "CL"


def test_without_a_file_nothing_changes(tmp_path: Path, table: CountryTable) -> None:
    assert with_own_countries(table, tmp_path / "countries.csv") == (table, ())


@pytest.mark.skipif(not (DATA / "factbook").is_dir(), reason="the factbook is not beside this")
def test_every_factbook_file_is_its_own_country_or_known_as_none(table: CountryTable) -> None:
    countries: set[str] = set()
    others: set[str] = set()
    for path in sorted((DATA / "factbook").glob("*/*.json")):
        section = json.loads(path.read_text(encoding="utf-8"))
        stated = section.get("Government", {}).get("Country name", {})
        names = [
            # A remark in brackets is none of the name.
            re.sub(r" \(sometimes .*", "", html.unescape(entry["text"]))
            for form in ("conventional short form", "conventional long form")
            if (entry := stated.get(form)) and entry["text"] != "none"
        ]
        country, other = table.by_gec(path.stem), table.non_country_by_gec(path.stem)
        if country is not None:
            assert other is None
            assert {table.find(each) for each in names} - {None} == {country}, path.name
            countries.add(country.iso2)
        else:
            assert other is not None, path.name
            assert {table.non_country(each) for each in names} <= {other}, path.name
            others.add(path.stem)
    assert len(countries) > 230
    assert others >= {"ee", "xx", "zh", "ax", "pf", "pg"}


WORKBOOK = DATA / "global_oc_index.xlsx"


@pytest.mark.skipif(not WORKBOOK.is_file(), reason="the workbook is not beside this")
def test_all_names_of_the_published_workbook_resolve(table: CountryTable) -> None:
    workbook = CalamineWorkbook.from_path(str(WORKBOOK))
    for sheet in ("2021_dataset", "2023_dataset"):
        header, *rows = workbook.get_sheet_by_name(sheet).to_python()
        names = [str(row[header.index("Country")]) for row in rows]
        assert len(names) == 193
        assert len({table.resolve(name).iso2 for name in names}) == 193
