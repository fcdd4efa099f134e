"""Which search engine is used: chosen, missing, switched, killed in between, recommended."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reader.domain.errors import IndexUnavailable, InvalidInput
from reader.library import engines as engines_module
from reader.library.engines import ENGINES, TANTIVY, WHOOSH, Engines, installed
from reader.library.import_run import import_and_derive
from reader.library.library import Library

needs_tantivy = pytest.mark.skipif(not installed(TANTIVY), reason="tantivy is not installed")


def chosen(cache: Path, text: str) -> Engines:
    cache.mkdir(parents=True, exist_ok=True)
    (cache / "search-engine.json").write_text(text, encoding="utf-8")
    return Engines(cache)


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    folder = tmp_path / "texts"
    folder.mkdir()
    for number in range(6):
        text = f"# Ferry {number}\n\nA ferry numbered f{number}x crosses the lagoon at dawn.\n"
        (folder / f"{number}.md").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def ferries(empty_library: Library, texts: Path) -> Library:
    import_and_derive(empty_library, [texts])
    return empty_library


@pytest.mark.parametrize("text", ["", "{", "[1]", '{"engine": 7}', '{"other": 1}', "[" * 99_999])
def test_whoosh_is_used_where_nothing_sound_is_chosen(tmp_path: Path, text: str) -> None:
    engines = chosen(tmp_path / "cache", text)
    assert engines.in_force == WHOOSH
    assert engines.note is None
    assert Engines(tmp_path / "none").in_force == WHOOSH


def test_an_engine_that_cannot_be_used_gives_way_to_whoosh_and_it_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engines = chosen(tmp_path, '{"engine": "lucene"}')
    assert engines.in_force == WHOOSH
    assert "“lucene” is not known" in str(engines.note)
    with pytest.raises(InvalidInput, match="whoosh or tantivy"):
        engines.check("lucene")

    monkeypatch.setattr(engines_module, "find_spec", lambda name: None)
    missing = chosen(tmp_path, '{"engine": "tantivy"}')
    assert missing.in_force == WHOOSH
    assert "dossier-reader[large]" in str(missing.note)
    assert missing.index().engine == WHOOSH
    with pytest.raises(InvalidInput, match="pip install"):
        missing.check(TANTIVY)


def test_what_an_engine_that_is_only_missing_here_left_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = tmp_path / "index-tantivy" / "meta.json"
    left.parent.mkdir()
    left.touch()
    engines = chosen(tmp_path, '{"engine": "tantivy"}')
    with monkeypatch.context() as patch:
        patch.setattr(engines_module, "find_spec", lambda name: None)
        engines.forget_others()
        assert left.exists()
    engines.choose(WHOOSH)
    engines.forget_others()
    assert not left.exists()


@needs_tantivy
def test_switching_builds_the_other_index_and_removes_the_first(ferries: Library) -> None:
    before = ferries.searching.run("lagoon").total
    with Library.open(ferries.folder, writing=False, program="tests") as other:
        assert other.searching.run("f3x").total == 1

        derived = ferries.deriving.run(engine=TANTIVY)

        assert derived.indexed == 6
        assert ferries.engines.in_force == TANTIVY
        assert not (ferries.cache_folder / "index").exists()
        # Who had the library open goes on with the new one.
        for library in (ferries, other):
            assert library.searching.run("lagoon").total == before == 6
            assert library.searching.run("f3x").total == 1
            assert library.deriving.is_current()

        ferries.deriving.run(engine=WHOOSH)

        assert other.searching.run("lagoon").total == 6
        assert not (ferries.cache_folder / "index-tantivy").exists()


@needs_tantivy
def test_a_program_that_lacks_the_chosen_engine_keeps_its_index(
    ferries: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    ferries.deriving.run(engine=TANTIVY)
    document = ferries.documents.all()[0]
    with (
        monkeypatch.context() as patch,
        Library.open(ferries.folder, writing=False, program="tests") as lacking,
    ):
        patch.setattr(engines_module, "find_spec", lambda name: None)
        lacking.deriving.run()
        assert lacking.searching.run("lagoon").total == 6

    ferries.metadata.edit(document.id, title="Ferries")
    ferries.deriving.run()

    assert ferries.engines.in_force == TANTIVY
    assert len(ferries.engines.index(WHOOSH).stamp()) == 6
    ferries.deriving.run(engine=TANTIVY)
    assert not (ferries.cache_folder / "index").exists()


@needs_tantivy
def test_a_switch_that_is_killed_leaves_the_first_index_in_force(
    ferries: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(self: Engines, engine: str) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Engines, "choose", killed)
        with pytest.raises(KeyboardInterrupt):
            ferries.deriving.run(engine=TANTIVY)
    assert ferries.engines.in_force == WHOOSH
    assert ferries.searching.run("lagoon").total == 6
    ferries.deriving.run(anew=True)
    assert not (ferries.cache_folder / "index-tantivy").exists()


@needs_tantivy
def test_a_switch_that_is_killed_at_its_end_leaves_the_new_index_in_force(
    ferries: Library, texts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(self: Engines) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Engines, "forget_others", killed)
        with pytest.raises(KeyboardInterrupt):
            ferries.deriving.run(engine=TANTIVY)
    assert ferries.engines.in_force == TANTIVY
    assert ferries.searching.run("lagoon").total == 6
    assert (ferries.cache_folder / "index").exists()
    (texts / "6.md").write_text("# Ferry 6\n\nThe last ferry of the lagoon.\n", encoding="utf-8")
    import_and_derive(ferries, [texts])
    assert ferries.searching.run("lagoon").total == 7
    assert not (ferries.cache_folder / "index").exists()


@needs_tantivy
def test_an_import_is_indexed_by_the_process_beside_for_the_chosen_engine(
    empty_library: Library, tmp_path: Path
) -> None:
    empty_library.deriving.run(engine=TANTIVY)
    many = tmp_path / "many"
    many.mkdir()
    for number in range(30):
        (many / f"{number}.md").write_text(f"# Boat {number}\n\nIt is b{number}x.\n", "utf-8")
    import_and_derive(empty_library, [many])
    assert empty_library.searching.run("b17x").total == 1
    assert empty_library.deriving.is_current()
    assert not (empty_library.cache_folder / "index").exists()


@needs_tantivy
def test_a_damaged_index_of_the_chosen_engine_is_built_again(ferries: Library) -> None:
    ferries.deriving.run(engine=TANTIVY)
    for file in (ferries.cache_folder / "index-tantivy").glob("*.idx"):
        file.write_bytes(b"")
    with pytest.raises(IndexUnavailable):
        ferries.searching.run("lagoon")
    assert any("index" in each.item for each in ferries.integrity.verify(repair=True))
    assert ferries.searching.run("lagoon").total == 6


def test_an_engine_that_is_not_there_changes_nothing(
    ferries: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines_module, "find_spec", lambda name: None)
    with pytest.raises(InvalidInput):
        ferries.deriving.run(engine=TANTIVY)
    assert ferries.engines.chosen == WHOOSH
    assert ferries.searching.run("lagoon").total == 6


def test_the_switch_is_recommended_from_a_size_on_and_offered_once(
    ferries: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    engines = ferries.engines
    assert engines.recommendation() is None
    passages = sum(engines.index().stamp().values())
    monkeypatch.setattr(engines_module, "RECOMMENDED_FROM", passages)

    reason = engines.to_offer()

    assert f"{passages:,} passages" in str(reason)
    assert "tantivy" in str(reason)
    engines.was_offered()
    assert engines.to_offer() is None
    assert engines.recommendation() == reason
    engines.choose(TANTIVY)
    assert engines.recommendation() is None
    kept = json.loads((ferries.cache_folder / "search-engine.json").read_text(encoding="utf-8"))
    assert kept == {"offered": True, "engine": TANTIVY}


def test_every_engine_has_a_folder_of_its_own(tmp_path: Path) -> None:
    engines = Engines(tmp_path)
    assert len({engines.index(engine).folder for engine in ENGINES}) == len(ENGINES)
