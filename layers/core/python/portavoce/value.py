"""The base of every value in the product."""

from pydantic import BaseModel, ConfigDict


class Value(BaseModel):
    """An immutable value; an unknown field is an error, so that a misspelt one cannot pass.

    What checks it is built when it is first used: a function uses few of the values that it imports."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)
