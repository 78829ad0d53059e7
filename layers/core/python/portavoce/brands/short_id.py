"""The ids that people give to what is theirs."""

from typing import Annotated

from pydantic import StringConstraints

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9](?:[a-z0-9-]{0,46}[a-z0-9])?$")]
"""Lower-case letters, digits and hyphens, at most 48: ids stand in URLs, in keys and, joined by dots, in each other."""
