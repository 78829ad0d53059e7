"""Links in a text that people wrote: where each begins and ends, whatever stands around it. Pure.

A link is what has its scheme, or a domain whose top level there is. It ends before white space, before a mark that no
address holds unescaped (RFC 3987: quotation marks, brackets and the full stops, commas and question marks of other
scripts), and without the marks that end its sentence."""

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import regex

from portavoce.platforms.text.text_length import top_level_domains

_NEVER_WITHIN = r"\s\"<>`\\^{}|«»‹›“”„‟‘‚‛「」『』【】〔〕〈〉《》（）［］｛｝。、，．！？：；…،؛؟٪۔।॥"
_LABEL = r"[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}\-]{0,61}[\p{L}\p{M}\p{N}])?"
_LINK = rf"""
    (?P<link>
        (?<![a-z0-9])https?://[^{_NEVER_WITHIN}]+
      | (?<![\p{{L}}\p{{M}}\p{{N}}@._\-/\x23＃＠$%&=+])(?P<domain>(?:{_LABEL}\.)+{_LABEL})
        (?![\p{{L}}\p{{M}}\p{{N}}@_\-])
        (?::[0-9]+(?![\p{{L}}\p{{N}}]))?
        (?:[/?\x23][^{_NEVER_WITHIN}]*)?
    )
"""
_SENTENCE_END = ".,;:!?'’*_~"
_BRACKETS = {")": "(", "]": "["}


class TextLink(NamedTuple):
    """A link as it stands in `text[start:end]`, and the address that it means."""

    start: int
    end: int
    address: str


def find_links(text: str) -> Iterator[TextLink]:
    """The links in the text, in its order; a mention or an e-mail address is none."""
    for match in _pattern().finditer(text):
        link, domain = _without_end(match["link"]), match["domain"]
        if domain is None:
            if not link.endswith(":/"):
                yield TextLink(match.start(), match.start() + len(link), link)
        elif is_host(domain):
            yield TextLink(match.start(), match.start() + len(link), f"https://{link}")


def is_host(domain: str) -> bool:
    """Whether this, written without a scheme, is meant as a host: its top level exists, and it is not the end of one
    sentence and the beginning of the next without the space between them ("Bravi.Info")."""
    return domain.rpartition(".")[2].lower() in top_level_domains() and not is_two_sentences(domain)


def is_two_sentences(domain: str) -> bool:
    """Whether a capital stands behind a full stop in what is not all in capitals."""
    labels = domain.split(".")
    return labels[0].lower() != "www" and not domain.isupper() and any(one[:1].isupper() for one in labels[1:])


def _without_end(link: str) -> str:
    while link:
        opening = _BRACKETS.get(link[-1])
        if link[-1] not in _SENTENCE_END and (opening is None or link.count(opening) >= link.count(link[-1])):
            break
        link = link[:-1]
    return link


@cache
def _pattern() -> "regex.Pattern[str]":
    return regex.compile(_LINK, regex.VERBOSE | regex.IGNORECASE)
