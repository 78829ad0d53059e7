"""The base of every value in the product."""

from pydantic import BaseModel, ConfigDict


class Value(BaseModel):
    """An immutable value; an unknown field is an error, so that a misspelt one cannot pass."""

    model_config = ConfigDict(frozen=True, extra="forbid")
