"""Where `--stage` and `--json` may stand, and what needs no stage at all."""

import re
import tomllib

import pytest

from infra.assembly import ROOT
from tests.unit.cli.conftest import Shell

HINT = "`portavoce brand apply brand.yaml --stage prod`"


@pytest.mark.parametrize(
    "line",
    [
        "--stage prod comments",
        "--stage=prod comments",
        "comments --stage prod",
        "--stage elsewhere comments --stage prod",
        "--stage prod review list",
        "review --stage prod list",
        "review list --stage prod",
    ],
)
def test_the_stage_stands_before_or_after_the_command_and_the_last_one_counts(shell: Shell, line: str) -> None:
    assert HINT in " ".join(shell.run(*line.split()).err.split())


@pytest.mark.parametrize("line", ["--json status", "status --json", "--stage prod --json status"])
def test_json_is_asked_for_before_or_after_the_command(aurora: Shell, line: str) -> None:
    assert aurora.run(*line.split()).json["brands"][0]["brand_id"] == "aurora"


def test_the_environment_names_the_stage_unless_the_command_line_does(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PORTAVOCE_STAGE", "prod")
    assert HINT in " ".join(shell.run("comments").err.split())
    for line in ("--stage spring comments", "comments --stage spring"):
        assert HINT.replace("prod", "spring") in " ".join(shell.run(*line.split()).err.split())


def test_a_refusal_breaks_at_words_in_a_terminal_and_keeps_its_command_whole(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TTY_COMPATIBLE", "1")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "40")
    plain = re.sub(r"\x1b\[[0-9;]*m", "", shell.run("comments", "--stage", "prod").err)
    assert HINT in plain
    assert len(plain.splitlines()) > 1
    assert all(len(line) <= 40 or line.startswith(HINT) for line in plain.splitlines())


def test_the_version_is_printed_without_asking_a_stage(shell: Shell) -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    ran = shell.run("--version")
    assert (ran.code, ran.out) == (0, f"portavoce {declared}\n")


def test_a_shell_can_be_taught_to_complete_commands(shell: Shell) -> None:
    assert "--install-completion" in shell.run("--help").out
