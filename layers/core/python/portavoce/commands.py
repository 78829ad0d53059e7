"""Commands in words for people. They are written without a stage, and named one for whoever is to paste them."""

import re
from collections.abc import Iterator

DEFAULT_STAGE = "dev"
_COMMAND = re.compile(r"`portavoce (?P<rest>[^`]*)`")


def complete_command(command: str, stage: str | None, *, always: bool = False) -> str:
    """A command of ours with its stage, unless the command names one, or it is the usual one.

    `always` names the usual one too: whoever pastes it may have set another (PORTAVOCE_STAGE)."""
    if stage is None or (stage == DEFAULT_STAGE and not always) or "--stage" in command:
        return command
    return f"{command} --stage {stage}"


def complete_commands(text: str, stage: str | None, *, always: bool = False) -> str:
    """The text with its stage in each command between backquotes."""
    named = _COMMAND.sub(
        lambda found: f"`{complete_command(f'portavoce {found["rest"]}', stage, always=always)}`", text
    )
    return named.replace("STAGE=…", f"STAGE={stage}") if stage else named


def split_commands(text: str) -> Iterator[tuple[str, bool]]:
    """The text in pieces, each with whether it is a command of ours, then without its backquotes."""
    told = 0
    for found in _COMMAND.finditer(text):
        yield text[told : found.start()], False
        yield found.group().strip("`"), True
        told = found.end()
    yield text[told:], False
