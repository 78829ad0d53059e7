"""Hashtags, mentions, cashtags and links in a text, counted for the platforms that bound them. Pure."""

from collections.abc import Iterator

import regex

from portavoce.platforms.rules.text_rule import TextRule
from portavoce.platforms.text.links import find_links

_HASHTAG = regex.compile(r"[#＃](?=\w*[^\W\d])[\w·]+")
# One may follow upon the other without a space, but none upon a word.
_HASHTAGS = regex.compile(rf"(?<![\w&/])(?:{_HASHTAG.pattern})+")
_MENTION = regex.compile(r"(?<![\w@/.])[@＠]\w(?:[\w.]*\w)?")
# twitter-text 3.1.0: a cashtag has one to six letters, and up to two more behind a full stop or a low line.
_CASHTAG = regex.compile(r"(?<!\S)\$[a-z]{1,6}(?:[._][a-z]{1,2})?(?=$|\s|\p{P})", regex.IGNORECASE)


def count_over(text: str, rule: TextRule) -> Iterator[tuple[int, str, int]]:
    """Of what the text holds more than the rule allows: how many, what, and how many are allowed."""
    counted = (
        (
            rule.max_hashtags,
            "hashtags",
            lambda text: [one for run in _HASHTAGS.findall(text) for one in _HASHTAG.findall(run)],
        ),
        (rule.max_mentions, "mentions", _MENTION.findall),
        (rule.max_cashtags, "cashtags", _CASHTAG.findall),
        (rule.max_links, "links", lambda text: list(find_links(text))),
    )
    for most, what, find in counted:
        if most is not None and (found := len(find(text))) > most:
            yield found, what, most
