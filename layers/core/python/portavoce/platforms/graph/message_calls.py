"""What Messenger's Send API takes, for a Page and for an Instagram account alike: each part as JSON in a form.

Source: Messenger Platform, Send API and Sender Actions."""

import json
from collections.abc import Mapping
from typing import Any


def form_of(**parts: Any) -> Mapping[str, str]:
    """The form: what is a word as it is, all else as JSON."""
    return {name: part if isinstance(part, str) else json.dumps(part) for name, part in parts.items()}


def reaction_form(person: str, message_id: str, *, is_taken_back: bool) -> Mapping[str, str]:
    """The form that likes a message of theirs, or takes the like back."""
    payload = {"message_id": message_id} | ({} if is_taken_back else {"reaction": "❤"})
    action = "unreact" if is_taken_back else "react"
    return form_of(recipient={"id": person}, sender_action=action, payload=payload)
