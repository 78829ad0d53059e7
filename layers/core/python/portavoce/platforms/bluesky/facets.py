"""Links, mentions and tags in a text, as Bluesky wants to be told of them: by UTF-8 byte offsets.

A server finds none of them by itself. Mentions and tags are what the official client finds; it takes the marks of
other scripts into a link and finds none beside quotation marks, so that links are found by `platforms/text/links.py`.
Source: `RichText.detectFacets` of `@atproto/api` 0.19; lexicon `app.bsky.richtext.facet`."""

from collections.abc import Iterator, Mapping
from typing import Any

import regex

from portavoce.platforms.text.links import find_links
from portavoce.platforms.text.text_length import graphemes

_MOST_TAG_GRAPHEMES, _MOST_TAG_BYTES = 64, 640
_LABEL = r"[a-zA-Z0-9](?:[a-zA-Z0-9\-]{0,61}[a-zA-Z0-9])?"
_INVISIBLE = r"\u00AD\u2060\u200A-\u200D\u20E2"

_BEFORE = r"""(?:^|[\s\p{Ps}\p{Pi}"'])"""
_MENTION = regex.compile(rf"{_BEFORE}@(?P<handle>(?:{_LABEL}\.)+{_LABEL})\b")
_TAG = regex.compile(
    rf"{_BEFORE}[#＃](?P<tag>(?!\uFE0F)[^\s{_INVISIBLE}]*[^\d\s\p{{P}}{_INVISIBLE}][^\s{_INVISIBLE}]*)"
)
_PUNCTUATION_AT_END = regex.compile(r"\p{P}+$")


def mentioned_handles(text: str) -> tuple[str, ...]:
    """The handles in the text, each once, in lower case."""
    return tuple(dict.fromkeys(match["handle"].lower() for match in _MENTION.finditer(text)))


def facets(text: str, dids: Mapping[str, str | None]) -> list[dict[str, Any]]:
    """The facets of the text, in its order. A handle without a DID is left as plain text."""
    found = [*_mentions(text, dids), *_links(text), *_tags(text)]
    return [_facet(text, start, end, feature) for start, end, feature in sorted(found, key=lambda one: one[:2])]


_Found = tuple[int, int, dict[str, str]]


def _mentions(text: str, dids: Mapping[str, str | None]) -> Iterator[_Found]:
    for match in _MENTION.finditer(text):
        if did := dids.get(match["handle"].lower()):
            start, end = match.span("handle")
            yield start - 1, end, {"$type": "app.bsky.richtext.facet#mention", "did": did}


def _links(text: str) -> Iterator[_Found]:
    for link in find_links(text):
        yield link.start, link.end, {"$type": "app.bsky.richtext.facet#link", "uri": link.address}


def _tags(text: str) -> Iterator[_Found]:
    for match in _TAG.finditer(text):
        tag = _PUNCTUATION_AT_END.sub("", match["tag"])
        if tag and graphemes(tag) <= _MOST_TAG_GRAPHEMES and len(tag.encode()) <= _MOST_TAG_BYTES:
            start = match.start("tag")
            yield start - 1, start + len(tag), {"$type": "app.bsky.richtext.facet#tag", "tag": tag}


def _facet(text: str, start: int, end: int, feature: dict[str, str]) -> dict[str, Any]:
    index = {"byteStart": len(text[:start].encode()), "byteEnd": len(text[:end].encode())}
    return {"index": index, "features": [feature]}
