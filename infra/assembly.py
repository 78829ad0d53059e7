"""The cloud assembly of a stage, synthesised again only when something that shapes it has changed.

`python -m infra.assembly --stage dev` prints the folder that holds it.
"""

import argparse
import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from infra.processes import end_group, run_apart
from infra.stage import StageError, read_stage

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / ".local/assemblies"
SYNTH_LIMIT_SECONDS = 300
# Enough for stages and twins that live side by side.
KEPT_ASSEMBLIES = 6


class StepFailed(RuntimeError):
    """A command that the deployment needs did not succeed; the message names it and the remedy."""


def assembly(
    stage: str,
    mail_from: str | None = None,
    media_sources: str | None = None,
    reserved: str | None = None,
    draft_models: str | None = None,
) -> Path:
    """The folder with both stacks of `stage`, ready to deploy; without `mail_from` the sender is that of cdk.json.
    `media_sources` are the buckets, separated by commas, that media may be imported from, `reserved` functions with
    the executions kept for each, as in `publish=20,ingest=5`, `draft_models` the models that may draft answers.

    Raises:
        StageError: what is given does not describe a stage.
        StepFailed: the synthesis failed or took too long.
    """
    context = context_of(stage, mail_from, media_sources, reserved, draft_models)
    read_stage(context.get)
    folder = FOLDER / f"{stage}-{_fingerprint(context)}"
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / "lock").open("w") as lock:  # tests and twins that start together wait for one synthesis
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            _forget_old_ones()
            with tempfile.TemporaryDirectory(dir=FOLDER, prefix=".") as scratch:
                fresh = Path(scratch) / "assembly"
                synthesise(fresh, context)
                fresh.rename(folder)
    return folder


def context_of(
    stage: str,
    mail_from: str | None = None,
    media_sources: str | None = None,
    reserved: str | None = None,
    draft_models: str | None = None,
) -> dict[str, str]:
    """The CDK context of a stage: that of cdk.json, with the stage's own values."""
    context: dict[str, str] = json.loads((ROOT / "cdk.json").read_text())["context"]
    given = {"mail_from": mail_from, "media_sources": media_sources, "reserved_concurrency": reserved}
    given |= {"draft_models": draft_models}
    return context | {"stage": stage} | {name: value for name, value in given.items() if value}


def synthesise(folder: Path, context: Mapping[str, str]) -> None:
    """Write the assembly of the stage that `context` describes into `folder`, which must not exist yet.

    Raises:
        StepFailed: the synthesis failed or took too long.
    """
    wanted = {"CDK_OUTDIR": str(folder), "CDK_CONTEXT_JSON": json.dumps(context)}
    command = [sys.executable, "-m", "infra.app"]
    remedy = "The last lines above say what the synthesis refused."
    run(command, tool_environment() | wanted, SYNTH_LIMIT_SECONDS, remedy)


def _forget_old_ones() -> None:
    by_age = sorted(FOLDER.glob("*-*"), key=lambda path: path.stat().st_mtime)
    for old in by_age[: -(KEPT_ASSEMBLIES - 1)]:
        shutil.rmtree(old, ignore_errors=True)


def _fingerprint(context: Mapping[str, str]) -> str:
    digest = hashlib.sha256(json.dumps(context, sort_keys=True).encode())
    for path in _inputs():
        digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def _inputs() -> Iterator[Path]:
    yield ROOT / "uv.lock"
    yield ROOT / "package-lock.json"
    not_shipped = (ROOT / "infra/local", ROOT / "layers/core/python/portavoce/cli")
    for folder in ("infra", "functions", "layers/core", "layers/assets"):
        for path in sorted((ROOT / folder).rglob("*")):
            passed_over = "__pycache__" in path.parts or any(path.is_relative_to(other) for other in not_shipped)
            if path.is_file() and not passed_over:
                yield path


def with_our_tools() -> str:
    """A search path on which our Node, Python and uv come first."""
    return os.pathsep.join([str(ROOT / ".venv/bin"), str(ROOT / ".local/uv/bin"), os.environ.get("PATH", os.defpath)])


def tool_environment() -> dict[str, str]:
    """The variables for the CDK and its command line: our tools come first, and what they keep stays in this folder."""
    scratch = ROOT / ".local/tmp"
    scratch.mkdir(parents=True, exist_ok=True)
    ours = {
        "PATH": with_our_tools(),
        "TMPDIR": str(scratch),
        "CDK_HOME": str(ROOT / ".local/cdk"),
        "JSII_NODE": str(ROOT / "infra/node"),
        "JSII_RUNTIME_PACKAGE_CACHE_ROOT": str(ROOT / ".local/jsii"),
        "CDK_DISABLE_CLI_TELEMETRY": "true",
    }
    return {**os.environ, **ours}


def run(
    command: list[str],
    environment: Mapping[str, str],
    limit_seconds: int,
    remedy: str,
    hear: Callable[[str], None] = lambda _: None,
) -> None:
    """Run `command` quietly in the project's folder; `hear` is given each line that it prints, a person sees them only
    if it fails.

    Raises:
        StepFailed: it ended with an error, or not within the limit, or does not exist.
    """
    shown = " ".join(command)
    try:
        status, printed = _listen(command, environment, limit_seconds, hear)
    except FileNotFoundError as missing:
        raise StepFailed(f"{shown}\nis not installed: run `make tools`, which installs what is missing") from missing
    if status is None:
        raise StepFailed(f"{shown}\ndid not end within {limit_seconds} s. {remedy}")
    if status:
        raise StepFailed(f"{shown}\nfailed with status {status}:\n{printed.strip()}\n{remedy}")


def _listen(
    command: list[str], environment: Mapping[str, str], limit_seconds: int, hear: Callable[[str], None]
) -> tuple[int | None, str]:
    """The command's status, None if it did not end within the limit, and all that it printed."""
    printed, late = "", threading.Event()
    with run_apart(command, ROOT, environment, errors=subprocess.STDOUT) as process:

        def end_it() -> None:
            late.set()
            end_group(process)

        limit = threading.Timer(limit_seconds, end_it)
        limit.daemon = True  # whoever is interrupted before it is cancelled must not wait for it
        try:
            limit.start()
            for line in process.stdout or ():
                printed += line
                hear(line)
            status = process.wait()
        finally:
            limit.cancel()
    return None if late.is_set() else status, printed


def main() -> None:
    """Print where the assembly of the wanted stage is."""
    wanted = argparse.ArgumentParser(description="Synthesise a stage and print the folder of its cloud assembly")
    wanted.add_argument("--stage", default="dev")
    wanted.add_argument("--mail-from", help="the sender of e-mails; cdk.json has a default for looking only")
    wanted.add_argument("--media-sources", help="buckets that media may be imported from, separated by commas")
    wanted.add_argument("--draft-models", help="models of Amazon Bedrock that may draft answers, separated by commas")
    arguments = wanted.parse_args()
    try:
        folder = assembly(
            arguments.stage, arguments.mail_from, arguments.media_sources, draft_models=arguments.draft_models
        )
    except (StageError, StepFailed) as failed:
        sys.exit(str(failed))
    sys.stdout.write(f"{folder}\n")


if __name__ == "__main__":
    main()
