"""What is shipped: every file of resources/ is named in the wheel, and found from a checkout."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from reader import places
from reader.domain.errors import LibraryUnavailable

ROOT = Path(__file__).resolve().parents[2]
PICTURES = "pictures"


def test_every_resource_is_in_the_wheel_but_the_pictures_of_the_readme() -> None:
    data = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    included = data["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    named = {Path(source).name for source in included if source.startswith("resources/")}
    assert named == {entry.name for entry in (ROOT / "resources").iterdir()} - {PICTURES}
    for source, target in included.items():
        assert (ROOT / source).exists()
        assert target == f"reader/_shipped/{source}"


def test_a_checkout_finds_its_own_data() -> None:
    assert places.resources() == ROOT / "resources"
    assert places.seeds() == ROOT / "seeds"


def test_missing_data_is_said_with_a_remedy(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(places, "_PACKAGE", tmp_path)
    with pytest.raises(LibraryUnavailable, match="Install Dossier again"):
        places.resources()


def test_folders_of_the_user_follow_the_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DOSSIER_CACHE", str(tmp_path / "mine"))
    assert places.cache_root() == tmp_path / "mine"
    monkeypatch.delenv("DOSSIER_CACHE")
    for place in (places.cache_root(), places.default_library(), places.settings_file()):
        assert str(place).startswith(str(tmp_path))
