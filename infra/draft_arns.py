"""The names in AWS of the models that may draft answers, for what grants them."""

from collections.abc import Iterable, Mapping

from aws_cdk import Stack

from infra.drafts import find_model_behind
from infra.shapes import Resource


def find_model_arns(stack: Stack, models: Iterable[str]) -> dict[Resource, list[str]]:
    """The ARNs of the models and profiles, and of the models that the profiles lead to."""
    named, routed = list[str](), list[str]()
    for one in models:
        if base := find_model_behind(one):
            named.append(_profile_arn(stack, one))
            # Where a profile leads is its own choice, and grows: whichever region, it is this model, by this profile.
            routed.append(stack.format_arn(service="bedrock", region="*", account="", resource=_foundation(base)))
        else:
            named.append(stack.format_arn(service="bedrock", account="", resource=_foundation(one)))
    return {Resource.DRAFT_MODELS: named, Resource.ROUTED_MODELS: list(dict.fromkeys(routed))}


def hold_to_profiles(stack: Stack, models: Iterable[str]) -> Mapping[str, Mapping[str, list[str]]]:
    """A model behind a profile may be asked by that profile alone (Amazon Bedrock User Guide, "Prerequisites for
    inference profiles")."""
    profiles = [_profile_arn(stack, one) for one in models if find_model_behind(one)]
    return {"StringEquals": {"bedrock:InferenceProfileArn": profiles}}


def _profile_arn(stack: Stack, profile: str) -> str:
    return stack.format_arn(service="bedrock", resource=f"inference-profile/{profile}")


def _foundation(model: str) -> str:
    return f"foundation-model/{model}"
