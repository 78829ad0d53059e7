"""What is in the two layers, read from what would be uploaded."""

import marshal
import re
import struct
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from infra.assembly import ROOT
from infra.layers import Target, Wheels, archive_of, build, core_folder
from infra.topology import FUNCTIONS
from portavoce.community.sentiment.word_lists import FILES, WordLists, gather_word_lists
from portavoce.community.triage.lexicon import gather_lexicon, unpack_lexicon
from portavoce.community.triage.rule_sets import read_rule_sets
from tests.infra.template import Deployable

ELF_MACHINE_OF_ARM64 = 183
# AWS: 250 MB for a function with its layers, unpacked.
UNPACKED_LIMIT_BYTES = 250 * 1024 * 1024


@pytest.fixture(scope="module")
def vendor() -> Iterator[zipfile.ZipFile]:
    with zipfile.ZipFile(archive_of(Wheels.VENDOR, Target.LAMBDA)) as archive:
        yield archive


@pytest.fixture(scope="module")
def media() -> Iterator[zipfile.ZipFile]:
    with zipfile.ZipFile(archive_of(Wheels.MEDIA, Target.LAMBDA)) as archive:
        yield archive


def test_every_compiled_module_of_the_vendor_layer_is_for_arm(vendor: zipfile.ZipFile) -> None:
    modules = [name for name in vendor.namelist() if name.endswith(".so")]
    assert any("pydantic_core" in name for name in modules)
    for name in modules:
        (machine,) = struct.unpack_from("<H", vendor.read(name), 18)
        assert machine == ELF_MACHINE_OF_ARM64, name
        assert "cpython-313-aarch64-linux-gnu" in name


def test_the_vendor_layer_holds_what_functions_import_and_no_development_package(vendor: zipfile.ZipFile) -> None:
    shipped = {
        _normal(found.group(1))
        for name in vendor.namelist()
        if (found := re.match(r"python/([^/]+)-[^-/]+\.dist-info/METADATA$", name))
    }
    locked = tomllib.loads((ROOT / "uv.lock").read_text())["package"]
    wanted = {_normal(one["name"]) for one in _package(locked, "portavoce")["dependencies"]}
    assert wanted <= shipped <= _closure(locked, "portavoce")
    assert not shipped & {"boto3", "botocore", "pytest", "aws-cdk-lib", "typer", "portavoce"}


def test_the_vendor_layer_carries_bytecode_that_loads_without_its_sources_being_looked_at(
    vendor: zipfile.ZipFile,
) -> None:
    sources = {name for name in vendor.namelist() if name.endswith(".py") and "/pydantic/" in name}
    compiled = {name for name in vendor.namelist() if name.endswith(".cpython-313.pyc") and "/pydantic/" in name}
    assert len(compiled) == len(sources) > 50
    for name in compiled:
        (flags,) = struct.unpack_from("<I", vendor.read(name), 4)
        assert flags == 0b01, "hash-based and unchecked, PEP 552"


def test_the_vendor_layer_carries_no_scripts_of_the_machine_that_built_it(vendor: zipfile.ZipFile) -> None:
    assert not [name for name in vendor.namelist() if name.startswith("python/bin/") or name.endswith(".lock")]


@pytest.mark.takes_long("a layer is built twice")
def test_the_same_lock_gives_the_same_vendor_layer_to_the_byte(tmp_path: Path) -> None:
    build(tmp_path / "again.zip", Wheels.VENDOR, Target.LAMBDA)
    assert (tmp_path / "again.zip").read_bytes() == archive_of(Wheels.VENDOR, Target.LAMBDA).read_bytes()


def test_only_the_calendar_feed_carries_the_calendar_library(vendor: zipfile.ZipFile) -> None:
    with zipfile.ZipFile(archive_of(Wheels.FEED, Target.LAMBDA)) as feed:
        assert "python/icalendar/__init__.py" in feed.namelist()
    assert not [name for name in vendor.namelist() if name.startswith("python/icalendar/")]
    assert [one.name for one in FUNCTIONS if "feed" in one.layers] == ["feed"]


def test_the_core_layer_is_our_package_without_the_command_line(dev: Deployable) -> None:
    (folder,) = list(dev.folder.glob("asset.*/python/portavoce"))
    assert (folder / "runtime").is_dir()
    assert not (folder / "cli").exists()


def test_the_core_layer_carries_bytecode_that_loads_without_its_sources_being_looked_at(dev: Deployable) -> None:
    (folder,) = list(dev.folder.glob("asset.*/python/portavoce"))
    sources, compiled = list(folder.rglob("*.py")), list(folder.rglob("*.cpython-313.pyc"))
    assert len(compiled) == len(sources) > 200
    for file in compiled:
        (flags,) = struct.unpack_from("<I", file.read_bytes(), 4)
        assert flags == 0b01, "hash-based and unchecked, PEP 552"


def test_what_looks_into_media_is_in_a_layer_of_its_own_for_arm(
    media: zipfile.ZipFile, vendor: zipfile.ZipFile
) -> None:
    libraries = [name for name in media.namelist() if re.search(r"\.so(\.\d+)*$", name)]
    assert any("PIL/_imaging" in name for name in libraries)
    assert any("libavcodec" in name for name in libraries)
    assert any("libheif" in name for name in libraries)
    for name in libraries:
        (machine,) = struct.unpack_from("<H", media.read(name), 18)
        assert machine == ELF_MACHINE_OF_ARM64, name
    assert {name.split("/")[1] for name in media.namelist()} >= {"PIL", "av", "pillow_heif"}
    assert not [
        name for name in vendor.namelist() if name.startswith(("python/PIL/", "python/av/", "python/pillow_heif/"))
    ]


def test_all_layers_together_fit_into_lambda(dev: Deployable, vendor: zipfile.ZipFile, media: zipfile.ZipFile) -> None:
    (core,) = [one for one in dev.folder.glob("asset.*/python") if (one / "portavoce").exists()]
    unpacked = sum(entry.file_size for entry in (*vendor.infolist(), *media.infolist()))
    unpacked += sum(path.stat().st_size for path in core.rglob("*") if path.is_file())
    assert unpacked < UNPACKED_LIMIT_BYTES


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _package(locked: list[dict[str, Any]], name: str) -> dict[str, Any]:
    (found,) = [one for one in locked if _normal(one["name"]) == _normal(name)]
    return found


def _closure(locked: list[dict[str, Any]], root: str) -> set[str]:
    """Everything that `root` may pull in, extras that are asked for included, markers not weighed."""
    reached: set[str] = set()
    waiting: list[tuple[str, tuple[str, ...]]] = [(root, ())]
    while waiting:
        name, extras = waiting.pop()
        package = _package(locked, name)
        needed = list(package.get("dependencies", []))
        for extra in extras:
            needed += package.get("optional-dependencies", {}).get(extra, [])
        for one in needed:
            if _normal(one["name"]) not in reached or one.get("extra"):
                reached.add(_normal(one["name"]))
                waiting.append((one["name"], tuple(one.get("extra", ()))))
    return reached


@pytest.mark.takes_long("the layer is compiled, if its sources have changed")
def test_the_core_layer_is_shipped_with_the_words_of_its_rule_sets_gathered() -> None:
    shipped = (core_folder() / "python/portavoce/community/triage/lexicon.marshal").read_bytes()
    assert unpack_lexicon(shipped) == gather_lexicon(read_rule_sets())


@pytest.mark.takes_long("the layer is compiled, if its sources have changed")
def test_the_core_layer_is_shipped_with_the_words_of_moods_gathered() -> None:
    shipped = marshal.loads((core_folder() / "python/portavoce/community/sentiment/words.marshal").read_bytes())
    unpacked = {language: WordLists(*marshal.loads(packed)) for language, packed in shipped.items()}
    assert unpacked == {language: gather_word_lists(language) for language in (*FILES, "")}
