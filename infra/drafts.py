"""Which models of Amazon Bedrock may draft answers: those that a deployment names, to the letter, and no other.

Plain data: whoever only asks which stage is meant need not load the CDK, which starts a process."""

import re

from infra.shapes import Grant, Resource

INVOKE = ("bedrock:InvokeModel",)
"""What Converse asks for (Amazon Bedrock API Reference, Converse)."""
DRAFT_ANSWERS = (Grant(Resource.DRAFT_MODELS, INVOKE), Grant(Resource.ROUTED_MODELS, INVOKE))

# Amazon Bedrock User Guide, "Supported Regions and models for inference profiles": the id of a profile is that of its
# model behind the geography that requests stay in.
MODEL_PATTERN = re.compile(
    r"(?:(?P<geography>us-gov|us|eu|apac|jp|au|ca|global)\.)?"
    r"(?P<model>[a-z0-9-]{1,63}\.[a-z0-9-]{1,63}(?:[.:][a-z0-9-]{1,63})?)"
)


def find_model_behind(name: str) -> str | None:
    """The model that a profile is of; None for a model itself."""
    found = MODEL_PATTERN.fullmatch(name)
    return found["model"] if found and found["geography"] else None
