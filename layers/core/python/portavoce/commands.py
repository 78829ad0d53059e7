"""Commands in words for people. They are written without a stage, and named one for whoever is to paste them."""

import re

DEFAULT_STAGE = "dev"
_COMMAND = re.compile(r"`portavoce (?P<rest>[^`]*)`")


def complete_command(command: str, stage: str | None) -> str:
    """A command of ours with its stage, unless it is the usual one, or the command names one."""
    if stage in {None, DEFAULT_STAGE} or "--stage" in command:
        return command
    return f"{command} --stage {stage}"


def complete_commands(text: str, stage: str | None) -> str:
    """The text with its stage in each command between backquotes."""
    named = _COMMAND.sub(lambda found: f"`{complete_command(f'portavoce {found["rest"]}', stage)}`", text)
    return named.replace("STAGE=…", f"STAGE={stage}") if stage else named
