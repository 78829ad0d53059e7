"""The kinds of accounts that tokens are for. Data, and light: whoever verifies a webhook imports it."""

from collections.abc import Mapping
from typing import Literal

HolderKind = Literal["channels", "ads", "analytics"]

COMMAND_ENDS: Mapping[str, str] = {"channels": "", "ads": " --ads", "analytics": " --analytics"}
"""How a command that connects an account ends, by its kind."""
