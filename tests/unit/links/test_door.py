"""Following a link: where it leads, what it costs, and what is handed on."""

from datetime import UTC, datetime
from http import HTTPStatus

import pytest

from portavoce.links.link import Click, CountedLink
from portavoce.links.service.door import LinkAnswer, LinkDoor, LinkRequest
from tests.links import counted_link

AT = datetime(2026, 11, 28, 10, tzinfo=UTC)
CODE = "7NqKd2VbXw"
LINK = counted_link(code=CODE, target="https://aurora.example/menu?size=l&utm_source=facebook#cakes")


def follow(
    code: str = CODE, method: str = "GET", query: dict[str, str] | None = None, **headers: str
) -> tuple[LinkAnswer, list[Click], list[str]]:
    handed: list[Click] = []
    read: list[str] = []

    def find(asked: str) -> CountedLink | None:
        read.append(asked)
        return LINK if asked == CODE else None

    door = LinkDoor(find, handed.append)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return (
        door.follow(LinkRequest(code, method, query or {}, named), Click("r1", code, AT, "Firefox", "")),
        handed,
        read,
    )


def test_a_reader_is_led_on_with_one_read_and_the_answer_is_kept_by_nobody() -> None:
    answer, handed, read = follow()
    assert (answer.status, answer.headers["location"]) == (HTTPStatus.FOUND, LINK.target)
    assert answer.headers["cache-control"] == "private, no-store"
    assert (len(handed), len(read)) == (1, 1)


def test_head_is_answered_alike_and_not_counted() -> None:
    answer, handed, _ = follow(method="HEAD")
    assert (answer.status, answer.headers["location"], handed) == (HTTPStatus.FOUND, LINK.target, [])


def test_what_facebook_adds_reaches_the_target_beside_its_own_query_and_before_its_fragment() -> None:
    answer, _, _ = follow(query={"fbclid": "IwAR0 &x"})
    wanted = "https://aurora.example/menu?size=l&utm_source=facebook&fbclid=IwAR0+%26x#cakes"
    assert answer.headers["location"] == wanted


@pytest.mark.parametrize("name", ["url", "target", "next", "utm_source", "size", "location"])
def test_nothing_else_of_the_request_reaches_the_target(name: str) -> None:
    answer, _, _ = follow(query={name: "https://evil.example"}, host="evil.example", x_forwarded_host="evil.example")
    assert answer.headers["location"] == LINK.target


@pytest.mark.parametrize("code", ["7NqKd2VbXx", "", "7NqKd2VbX", "7NqKd2VbX0", "../../api", "7NqKd2VbXw\n", "è" * 10])
def test_a_code_that_there_is_not_leads_nowhere(code: str) -> None:
    answer, handed, _ = follow(code=code)
    assert (answer.status, handed, "location" in answer.headers) == (HTTPStatus.NOT_FOUND, [], False)


def test_a_browser_that_prefetches_is_refused_so_that_the_click_itself_is_seen() -> None:
    answer, handed, read = follow(sec_purpose="prefetch")
    assert (answer.status, handed, read) == (HTTPStatus.SERVICE_UNAVAILABLE, [], [])
    _, handed, _ = follow(x_purpose="preview")
    assert [one.purpose for one in handed] == ["preview"]
