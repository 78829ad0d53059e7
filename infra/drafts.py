"""Which models of Amazon Bedrock may draft answers: those that a deployment names, to the letter, and no other."""

import re
from collections.abc import Iterable, Mapping

from aws_cdk import Stack

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


def find_model_arns(stack: Stack, models: Iterable[str]) -> dict[Resource, list[str]]:
    """The ARNs of the models and profiles, and of the models that the profiles lead to."""
    named, routed = list[str](), list[str]()
    for one in models:
        if base := _model_behind(one):
            named.append(_profile_arn(stack, one))
            # Where a profile leads is its own choice, and grows: whichever region, it is this model, by this profile.
            routed.append(stack.format_arn(service="bedrock", region="*", account="", resource=_foundation(base)))
        else:
            named.append(stack.format_arn(service="bedrock", account="", resource=_foundation(one)))
    return {Resource.DRAFT_MODELS: named, Resource.ROUTED_MODELS: list(dict.fromkeys(routed))}


def hold_to_profiles(stack: Stack, models: Iterable[str]) -> Mapping[str, Mapping[str, list[str]]]:
    """A model behind a profile may be asked by that profile alone (Amazon Bedrock User Guide, "Prerequisites for
    inference profiles")."""
    profiles = [_profile_arn(stack, one) for one in models if _model_behind(one)]
    return {"StringEquals": {"bedrock:InferenceProfileArn": profiles}}


def _profile_arn(stack: Stack, profile: str) -> str:
    return stack.format_arn(service="bedrock", resource=f"inference-profile/{profile}")


def _foundation(model: str) -> str:
    return f"foundation-model/{model}"


def _model_behind(name: str) -> str | None:
    """The model that a profile is of; None for a model itself."""
    found = MODEL_PATTERN.fullmatch(name)
    return found["model"] if found and found["geography"] else None
