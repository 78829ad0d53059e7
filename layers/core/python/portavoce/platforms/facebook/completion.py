"""What a Page's delivery leaves out and Meta tells when it is asked: words, authors, the answers of a lead form.

Sources: Graph API, Comment, Page Post; Marketing API, "Retrieving Leads" (`field_data`, `custom_disclaimer_responses`).
A lead can be read for 90 days, and with `leads_retrieval` only."""

from collections.abc import Iterator, Mapping
from typing import Any

from portavoce.platforms.graph.client import Graph
from portavoce.platforms.interaction import Interaction, InteractionKind
from portavoce.platforms.webhook_json import objects, text

_SAID = "message,from,permalink_url"
_LEAD = "ad_id,campaign_id,form_id,field_data,custom_disclaimer_responses"
_CHECKED = frozenset({"1", "true", "True"})
_FULL_NAME, _NAMES = "full_name", ("first_name", "last_name")


def complete(graph: Graph, interaction: Interaction) -> Interaction:
    """The interaction with what was missing; as it is when it has its words. Raises ReadFailed, ReadRefused."""
    if interaction.text is not None:
        return interaction
    if interaction.kind is InteractionKind.LEAD_FORM:
        return _complete_lead(interaction, graph.read(interaction.interaction_id, {"fields": _LEAD}))
    found = graph.read(interaction.interaction_id, {"fields": _SAID})
    author = next(objects(found.get("from")), {})
    told = {
        "author_id": text(author.get("id")),
        "author_name": text(author.get("name")),
        "permalink": text(found.get("permalink_url")),
    }
    known = {name: value for name, value in told.items() if value}
    return interaction.model_copy(update={**known, "text": text(found.get("message")) or ""})


def _complete_lead(interaction: Interaction, found: Mapping[str, Any]) -> Interaction:
    answers = dict(_answers(found))
    name = answers.get(_FULL_NAME) or " ".join(answers[one] for one in _NAMES if one in answers)
    consents = [
        f"{text(one.get('checkbox_key'))}: {'yes' if str(one.get('is_checked')) in _CHECKED else 'no'}"
        for one in objects(found.get("custom_disclaimer_responses"))
    ]
    lines = [*(f"{question}: {answer}" for question, answer in answers.items()), *consents]
    told = {"author_name": name or None, "author_id": _address(answers), "campaign_id": text(found.get("campaign_id"))}
    return interaction.model_copy(update={**told, "text": "\n".join(lines)})


def _address(answers: Mapping[str, str]) -> str | None:
    """By what a form's person is known, for Meta names nobody: their e-mail address, or their telephone number."""
    found = answers.get("email") or answers.get("phone_number")
    return found.strip().lower() if found else None


def _answers(found: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for field in objects(found.get("field_data")):
        values = field.get("values")
        given = [text(one) or "" for one in values] if isinstance(values, list) else []
        yield text(field.get("name")) or "", ", ".join(given)
