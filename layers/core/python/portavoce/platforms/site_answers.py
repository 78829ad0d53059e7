"""What an answer of a site's analytics means, whichever it is."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal

from portavoce.platforms.contract import Probe, ProbeOutcome, ReadFailed, ReadRefused
from portavoce.platforms.http import Answer, ask_once
from portavoce.platforms.outcomes import AuthFailed, Unclear
from portavoce.platforms.readings import AccessRefused
from portavoce.platforms.text.said_words import clean_words

_ERROR, _UNAUTHORIZED, _FORBIDDEN, _TOO_MANY, _SERVER_ERROR = 400, 401, 403, 429, 500


def read_site(title: str, call: Callable[[], Answer], words_of: Callable[[Answer], object]) -> Answer:
    """The answer to a read. `words_of` finds what the source says of an error.

    Raises AccessRefused for a key that it does not take, ReadFailed for what may be better later (a quota that is used
    up too), ReadRefused for all else, such as a site that it does not know."""
    match ask_once(title, call):
        case Answer() as answer:
            pass
        case trouble:
            raise ReadFailed(trouble.reason)
    words = clean_words(words_of(answer))
    told = f": {words}" if words else ""
    if answer.status in {_UNAUTHORIZED, _FORBIDDEN}:
        raise AccessRefused(f"{title} does not take the key, or the key may not read this site ({answer.status}){told}")
    if answer.status == _TOO_MANY:
        raise ReadFailed(f"the quota of {title} is used up ({answer.status}){told}")
    if answer.status >= _SERVER_ERROR or (answer.status < _ERROR and not answer.is_json):
        raise ReadFailed(f"{title} failed ({answer.status}){told}")
    if answer.status >= _ERROR:
        raise ReadRefused(f"{title} refuses the question ({answer.status}){told}")
    return answer


@contextmanager
def known_shape(title: str) -> Iterator[None]:
    """Turns an answer in a shape that nobody has described into ReadRefused."""
    try:
        yield
    except (KeyError, IndexError, TypeError, ValueError, AttributeError):
        raise ReadRefused(f"{title} answered in a shape that is not known here") from None


def probe_site(account_id: str, name: Callable[[], str]) -> ProbeOutcome:
    """Whether the key reads the site; `name` asks what the site is called."""
    try:
        return Probe(account_id=account_id, name=name())
    except ReadRefused as refused:
        return AuthFailed(code="refused", reason=str(refused))
    except ReadFailed as failed:
        return Unclear(reason=str(failed))


def read_count(value: object) -> int:
    """A whole number, also as text. Raises ReadRefused for anything else: unknown is never 0."""
    if not isinstance(value, int | str) or isinstance(value, bool) or not str(value).isdecimal():
        raise ReadRefused("the source gave no whole number")
    return int(value)


def read_day(value: object) -> date:
    """A day, as `2026-11-21` or `20261121`. Raises ReadRefused."""
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise ReadRefused(f"the source gave no day, but {clean_words(value)!r}") from None


def part_of(visits: int, percent: Decimal) -> int:
    """How many of the visits a percentage is, to the nearest whole."""
    return round(visits * percent / 100)
