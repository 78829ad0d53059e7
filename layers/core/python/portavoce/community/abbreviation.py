"""Saying an interaction's fields in fewer bytes, and whole again: DynamoDB bills an item by its size. Pure.

A Bluesky reply names its author and our account in six places, 32 bytes each."""

from collections.abc import Mapping
from typing import Any

_WITH_IDS = ("post_id", "parent_id", "thread_id", "permalink")
_US, _THEM, _SAME, _AS_IT_IS, _MARK = "{us}", "{them}", "{post}", "{raw}", "{"
_WORTH_IT = 8
"""A shorter id is left as it is."""
Fields = dict[str, Any]


def abbreviate_ids(fields: Mapping[str, Any], author_id: str | None) -> Fields:
    """The fields with short marks for the two accounts where their ids stand in other ids and addresses."""
    short = {**fields}
    for name in _WITH_IDS:
        value = fields.get(name)
        if isinstance(value, str):
            short[name] = _put_marks(value, str(fields["account_id"]), author_id or "")
    if short.get("thread_id") and short["thread_id"] == short.get("post_id"):
        short["thread_id"] = _SAME
    return short


def expand_ids(fields: Mapping[str, Any], author_id: str | None) -> Fields:
    """The fields as they were before `abbreviate_ids`."""
    whole = {**fields}
    if whole.get("thread_id") == _SAME:
        whole["thread_id"] = whole.get("post_id")
    for name in _WITH_IDS:
        if isinstance(value := whole.get(name), str):
            whole[name] = _read_marks(value, str(fields.get("account_id")), author_id or "")
    return whole


def _read_marks(value: str, account_id: str, author_id: str) -> str:
    if value.startswith(_AS_IT_IS):
        return value.removeprefix(_AS_IT_IS)
    parts = (part.replace(_THEM, author_id) for part in value.split(_US))
    return account_id.join(parts)


def _put_marks(value: str, account_id: str, author_id: str) -> str:
    if any(_MARK in one for one in (value, account_id, author_id)):
        return f"{_AS_IT_IS}{value}"
    for one, mark in ((account_id, _US), (author_id, _THEM)):
        if len(one) >= _WORTH_IT:
            value = value.replace(one, mark)
    return value
