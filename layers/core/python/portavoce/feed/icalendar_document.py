"""A brand's publications as an iCalendar document (RFC 5545), for any calendar program. Pure."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import UTC, timedelta

import regex
from icalendar import Calendar, Event, vDuration, vText

from portavoce.brands.model import Brand
from portavoce.contained_text import contain_line, contain_text
from portavoce.publishing.model import Content, Publication, PublicationState

PAST, FUTURE = timedelta(days=30), timedelta(days=90)
"""What a feed shows, around now."""

SHOWN = timedelta(minutes=15)
"""How long a post takes in a calendar: enough to be seen and clicked."""

REFRESH = timedelta(minutes=15)
"""How often a calendar program is asked to look again (RFC 7986, 5.7)."""

SUMMARY_LETTERS = 70

STATUSES: Mapping[PublicationState, str] = {
    PublicationState.IN_REVIEW: "TENTATIVE",
    PublicationState.SCHEDULED: "CONFIRMED",
    PublicationState.SENDING: "CONFIRMED",
    PublicationState.PUBLISHED: "CONFIRMED",
    PublicationState.UNCERTAIN: "TENTATIVE",
    PublicationState.FROZEN: "TENTATIVE",
    PublicationState.FAILED: "CANCELLED",
    PublicationState.MISSED: "CANCELLED",
    PublicationState.CANCELLED: "CANCELLED",
}
"""What RFC 5545, 3.8.1.11, calls each state: it takes place, it may, it does not."""


class ExactText(vText):
    """A text escaped as RFC 5545, 3.3.11, says: icalendar's own takes a backslash and an N for a line break."""

    def to_ical(self) -> bytes:
        escaped = str(self)
        for sign, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
            escaped = escaped.replace(sign, written)
        return escaped.encode()


def calendar_feed(brand: Brand, publications: Iterable[Publication]) -> bytes:
    """The document, in UTF-8, lines folded at 75 octets. The same publications make the same document."""
    calendar = Calendar()
    calendar.add("prodid", "-//Portavoce//Calendar of posts//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", contain_line(brand.name))
    calendar.add("x-wr-calname", contain_line(brand.name))
    calendar.add("x-wr-timezone", brand.zone)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(REFRESH))
    for one in publications:
        with suppress(ValueError, KeyError):  # one that no calendar can hold keeps none of the others out
            calendar.add_component(_event(one))
    document: bytes = calendar.to_ical()
    return document


def _event(publication: Publication) -> Event:
    event, content = Event(), publication.content
    event.add("uid", publication.publication_id)
    event.add("dtstamp", publication.updated_at.astimezone(UTC))
    event.add("last-modified", publication.updated_at.astimezone(UTC))
    event.add("sequence", publication.revision)
    event.add("dtstart", publication.planned_at.astimezone(UTC))
    event.add("dtend", publication.planned_at.astimezone(UTC) + SHOWN)
    event.add("status", STATUSES[publication.state])
    event.add("transp", "TRANSPARENT")
    event.add("summary", ExactText(_summary(publication)))
    event.add("description", ExactText(_description(publication)))
    if address := publication.url or content.link:
        event.add("url", "".join(contain_text(address).split()))
    if kinds := [contain_text(one) for one in (content.pillar, content.campaign) if one]:
        event.add("categories", kinds)
    return event


def _summary(publication: Publication) -> str:
    words = " ".join(contain_text(publication.content.text).split())
    letters = regex.findall(r"\X", words)
    short = words if len(letters) <= SUMMARY_LETTERS else f"{''.join(letters[: SUMMARY_LETTERS - 1]).rstrip()}…"
    return f"{publication.channel}: {short or publication.content.kind}"


def _description(publication: Publication) -> str:
    content = publication.content
    said = [*_texts(content), *([content.link] if content.link else [])]
    return contain_text("\n\n".join([*said, f"{publication.post_id} / {publication.channel} / {publication.state}"]))


def _texts(content: Content) -> list[str]:
    texts = [content.text, *(part.text for part in content.thread), content.first_comment or ""]
    return [one for one in texts if one]
