"""Why something may not be said or done on a platform is told in the reader's language, on the page that says so."""

import re
from collections.abc import Iterator
from datetime import timedelta
from itertools import product

import pytest

from portavoce.brands.model import Language
from portavoce.community.acts.permission import Forbidden
from portavoce.platforms import discovery
from portavoce.platforms.conversation import AnswerKind, Deed
from portavoce.platforms.interaction import InteractionKind
from portavoce.reporting.phrases import translate
from tests.aurora import NOW
from tests.english import ENGLISH, OTHERS
from tests.permission import decide, stored

WAYS = (*AnswerKind, *Deed)
AGES = (timedelta(), timedelta(days=1.5), timedelta(days=30))


def list_reasons() -> Iterator[str]:
    """All that a platform's rules have anybody told, in English."""
    for platform in discovery.names():
        rule = discovery.manifest(platform).conversation
        yield from (part for row in rule.closed for part in (row.why, row.instead))
        yield from (one.told for one in rule.deeds if one.told)
        for what, kind, age, is_hidden, by_person in product(WAYS, InteractionKind, AGES, (False, True), (False, True)):
            said = stored(platform, kind, occurred_at=NOW - age, hidden=is_hidden)
            found = decide(what, said, by_person=by_person, earlier=() if by_person else (AnswerKind.REPLY,))
            if isinstance(found, Forbidden):
                yield from (found.reason, found.instead)


@pytest.mark.parametrize("language", OTHERS)
def test_why_a_platform_forbids_something_is_told_in_the_readers_language(language: Language) -> None:
    told = set(list_reasons())
    assert len(told) > 100
    left = [one for one in told if translate(one, language) == one or ENGLISH.search(translate(one, language))]
    assert left == []


@pytest.mark.parametrize("language", OTHERS)
def test_the_kind_of_a_comment_is_told_with_it(language: Language) -> None:
    said = "On this platform a story mention cannot be hidden by other applications. Do it there by hand."
    assert not re.search(r"story|mention\b", translate(said, language))
