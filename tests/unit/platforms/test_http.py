"""Media are read whole, or piece by piece, or not at all."""

import httpx2
import pytest

from portavoce.platforms.http import Http, NeverSent

FILE = bytes(range(100))
URL = "https://media.test/film.mp4"


def door(*, ranges: bool = True, status: int = 200) -> Http:
    """A door to a media host that has the file; one without `ranges` gives the whole of it whatever is asked."""

    def answer(request: httpx2.Request) -> httpx2.Response:
        if status != 200 or not ranges or "range" not in request.headers:
            return httpx2.Response(status, content=FILE)
        first, last = (int(end) for end in request.headers["range"].removeprefix("bytes=").split("-"))
        return httpx2.Response(206, content=FILE[first : last + 1])

    return Http("https://platform.test", httpx2.MockTransport(answer))


def test_a_piece_is_read_from_where_it_begins() -> None:
    assert door().fetch_part(URL, 0, 10) == FILE[:10]
    assert door().fetch_part(URL, 90, 10) == FILE[90:]


@pytest.mark.parametrize(("start", "size_bytes"), [(95, 10), (100, 1)])
def test_a_piece_that_ends_too_soon_is_none(start: int, size_bytes: int) -> None:
    with pytest.raises(NeverSent):
        door().fetch_part(URL, start, size_bytes)


def test_a_host_that_gives_the_whole_where_a_piece_was_asked_is_not_believed() -> None:
    with pytest.raises(NeverSent):
        door(ranges=False).fetch_part(URL, 0, 10)


@pytest.mark.parametrize("status", [403, 404, 416, 500])
def test_media_that_are_refused_are_no_media(status: int) -> None:
    with pytest.raises(NeverSent):
        door(status=status).fetch(URL, 1000)
    with pytest.raises(NeverSent):
        door(status=status).fetch_part(URL, 0, 10)


def test_media_over_their_limit_are_not_read_to_the_end() -> None:
    assert door().fetch(URL, len(FILE)) == FILE
    with pytest.raises(NeverSent):
        door().fetch(URL, len(FILE) - 1)


def test_what_passes_through_a_file_is_whole_and_sent_with_its_length() -> None:
    seen: list[httpx2.Request] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        if request.method == "GET":
            return httpx2.Response(200, content=FILE)
        request.read()
        seen.append(request)
        return httpx2.Response(200, json={})

    http = Http("https://platform.test", httpx2.MockTransport(answer))
    with http.fetch_media(URL, len(FILE)) as file:
        http.request("POST", "/upload", content=file)
    assert (seen[0].content, seen[0].headers["content-length"]) == (FILE, str(len(FILE)))
    with pytest.raises(NeverSent), http.fetch_media(URL, len(FILE) - 1):
        pass


@pytest.mark.parametrize(
    ("is_stand_in", "reached"), [(False, "https://video.test/x"), (True, "https://platform.test/x")]
)
def test_a_platforms_other_hosts_are_reached_unless_a_stand_in_speaks_for_them_all(
    is_stand_in: bool, reached: str
) -> None:
    seen: list[str] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        seen.append(str(request.url))
        return httpx2.Response(200)

    http = Http("https://platform.test", httpx2.MockTransport(answer), is_stand_in=is_stand_in)
    http.request("GET", f"{http.on('https://video.test')}/x")
    assert seen == [reached]
