"""The layers: `vendor`, `media`, `feed` and `console`, wheels locked in uv.lock, `core`, our own package, and `assets`,
what a browser loads. No Docker.

Each is built once, for a lock file and target or for our sources, and kept in `.local/layers`, so that a warm synthesis
finds it ready. Bytecode is compiled without source checks: it loads from the read-only layer as it is.
"""

import hashlib
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Mapping
from contextlib import suppress
from enum import StrEnum
from fnmatch import fnmatch
from pathlib import Path

from aws_cdk import AssetHashType
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from infra.assets import assets_folder
from infra.stage import Stage

ROOT = Path(__file__).resolve().parent.parent
CORE = ROOT / "layers/core"
CACHE = ROOT / ".local/layers"
PYTHON = "3.13"
NOT_SHIPPED = ("__pycache__", "*.pyc", "cli")
KEPT_CORES = 6
KEPT_LOCALES = ("root", "en", "it", "ar")
"""Of babel's 1,149 files of locales, those of the console's languages: 0.9 of 35 MB."""
BUILD_LIMIT_SECONDS = 240
_PREPARATION = """
import sys
sys.path.insert(0, sys.argv[1])
from portavoce.community.sentiment.word_lists import write_word_lists
from portavoce.community.triage.lexicon import write_lexicon
write_lexicon()
write_word_lists()
"""
# The earliest date that a zip file can carry: a fixed one keeps the archive the same from build to build.
ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)


class Target(StrEnum):
    """Where the wheels run: Lambda's ARM machines, or the machine that builds."""

    # Lambda's Python 3.13 runs on Amazon Linux 2023, whose glibc is 2.34 (docs.aws.amazon.com/linux/al2023).
    LAMBDA = "aarch64-manylinux_2_34"
    THIS_MACHINE = "this-machine"


class Wheels(StrEnum):
    """Which of the locked packages a layer holds: those that every function imports, or a dependency group."""

    VENDOR = "vendor"
    MEDIA = "media"
    FEED = "feed"
    CONSOLE = "console"


class LayerError(RuntimeError):
    """A layer of wheels could not be built; the message names the command and the remedy."""


def target_of(stage: Stage) -> Target:
    """The target CPU of a stage."""
    return Target.THIS_MACHINE if stage.is_local else Target.LAMBDA


def layers(scope: Construct, stage: Stage, archives: Mapping[Wheels, Path]) -> dict[str, lambda_.LayerVersion]:
    """Every layer by its name; `archives` are those of wheels."""
    folder = core_folder()
    core = lambda_.Code.from_asset(str(folder), asset_hash=folder.name, asset_hash_type=AssetHashType.CUSTOM)
    assets = assets_folder()
    loaded = lambda_.Code.from_asset(str(assets), asset_hash=assets.name, asset_hash_type=AssetHashType.CUSTOM)
    made = {"core": _layer(scope, stage, "Core", core), "assets": _layer(scope, stage, "Assets", loaded)}
    for wheels, archive in archives.items():
        name = fingerprint(wheels, target_of(stage))
        code = lambda_.Code.from_asset(str(archive), asset_hash=name, asset_hash_type=AssetHashType.CUSTOM)
        made[wheels] = _layer(scope, stage, wheels.title(), code)
    return made


def _layer(scope: Construct, stage: Stage, title: str, code: lambda_.Code) -> lambda_.LayerVersion:
    return lambda_.LayerVersion(
        scope,
        f"{title}Layer",
        layer_version_name=f"{stage.prefix}-{title.lower()}",
        code=code,
        compatible_runtimes=[lambda_.Runtime.PYTHON_3_13],
        compatible_architectures=[lambda_.Architecture.ARM_64],
    )


def fingerprint(wheels: Wheels, target: Target) -> str:
    """A name for such a layer's content: it changes with the lock, the target and the way of building."""
    digest = hashlib.sha256(f"{PYTHON} {wheels} {target}".encode())
    for path in (ROOT / "uv.lock", Path(__file__)):
        digest.update(path.read_bytes())
    if target is Target.THIS_MACHINE:
        digest.update(sys.platform.encode())
    return digest.hexdigest()


def core_folder() -> Path:
    """Our package with its bytecode and without the command line, compiled now if these sources have not been yet.

    Raises:
        LayerError: the sources do not compile.
    """
    shipped = [path for path in sorted(CORE.rglob("*")) if path.is_file() and _is_shipped(path)]
    digest = hashlib.sha256(Path(__file__).read_bytes())
    for path in shipped:
        digest.update(path.relative_to(CORE).as_posix().encode() + b"\0" + path.read_bytes())
    folder = CACHE / f"core-{digest.hexdigest()[:32]}"
    if not folder.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        _forget_old_cores()
        with tempfile.TemporaryDirectory(dir=CACHE) as scratch:
            fresh = Path(scratch) / "core"
            shutil.copytree(CORE / "python", fresh / "python", ignore=shutil.ignore_patterns(*NOT_SHIPPED))
            _prepare(fresh / "python")
            _compile(fresh / "python")
            with suppress(OSError):  # another synthesis was first with the same
                fresh.rename(folder)
    return folder


def _is_shipped(path: Path) -> bool:
    return not any(fnmatch(part, pattern) for part in path.relative_to(CORE).parts for pattern in NOT_SHIPPED)


def _forget_old_cores() -> None:
    by_age = sorted(CACHE.glob("core-*"), key=lambda path: path.stat().st_mtime)
    for old in by_age[: -(KEPT_CORES - 1)]:
        shutil.rmtree(old, ignore_errors=True)


def archive_of(wheels: Wheels, target: Target) -> Path:
    """The layer as a zip file, built now if this lock and target have none yet.

    Raises:
        LayerError: a build step failed.
    """
    archive = CACHE / f"{wheels}-{target}-{fingerprint(wheels, target)[:16]}.zip"
    if archive.exists():
        return archive
    CACHE.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=CACHE) as scratch:
        fresh = Path(scratch) / "layer.zip"
        build(fresh, wheels, target)
        fresh.rename(archive)
    return archive


def build(archive: Path, wheels: Wheels, target: Target) -> None:
    """Install what uv.lock names for `target`, compile it, and pack it into `archive`.

    Raises:
        LayerError: a step failed.
    """
    with tempfile.TemporaryDirectory(dir=archive.parent) as scratch:
        folder = Path(scratch) / "python"
        _install(folder, Path(scratch) / "requirements.txt", wheels, target)
        _compile(folder)
        _pack(folder, archive)


def _install(folder: Path, locked: Path, wheels: Wheels, target: Target) -> None:
    which = ["--no-dev"] if wheels is Wheels.VENDOR else ["--only-group", wheels]
    _run("uv", "export", "--quiet", "--frozen", *which, "--no-emit-project", "--output-file", str(locked))
    platform = ["--python-platform", target] if target is Target.LAMBDA else []
    _run(
        *("uv", "pip", "install", "--quiet", "--require-hashes", "--no-deps", "--only-binary", ":all:"),
        *("--link-mode", "copy", "--python-version", PYTHON, *platform),
        *("--target", str(folder), "--requirement", str(locked)),
    )
    (folder / ".lock").unlink(missing_ok=True)
    shutil.rmtree(folder / "bin", ignore_errors=True)  # its scripts carry this machine's interpreter path
    for locale in folder.glob("babel/locale-data/*.dat"):
        if locale.stem not in KEPT_LOCALES:
            locale.unlink()


def _prepare(package: Path) -> None:
    """Writes what our package would otherwise make of its files at a cold start, without bytecode of this machine."""
    _run(sys.executable, "-B", "-c", _PREPARATION, str(package))


def _compile(folder: Path) -> None:
    _run(
        *(sys.executable, "-m", "compileall", "-q", "-j0", "--invalidation-mode", "unchecked-hash"),
        *("-s", str(folder), "-p", "/opt/python", str(folder)),
    )


def _pack(folder: Path, archive: Path) -> None:
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as packed:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            entry = zipfile.ZipInfo(path.relative_to(folder.parent).as_posix(), ZIP_EPOCH)
            entry.external_attr = 0o644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(entry, path.read_bytes())


def _run(program: str, *arguments: str) -> None:
    executable = shutil.which(program) or str(ROOT / ".local/uv/bin" / program)
    command = [executable, *arguments]
    try:
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True, timeout=BUILD_LIMIT_SECONDS)
    except FileNotFoundError as missing:
        raise LayerError(f"{program} is not installed: run `make synth`, which installs it") from missing
    except subprocess.TimeoutExpired as late:
        raise LayerError(f"{' '.join(command)}\ntook over {BUILD_LIMIT_SECONDS} s: is the registry in reach?") from late
    except subprocess.CalledProcessError as failed:
        raise LayerError(
            f"{' '.join(command)}\nfailed with status {failed.returncode}: {failed.stderr.strip()}\n"
            "If a wheel is missing for the target, choose a version that has one and run `uv lock`."
        ) from failed
