"""A file that somebody names is fetched from the public internet, and nothing inside is ever asked."""

import io
from typing import Any

import pytest

from portavoce.planning.media.kind import MediaRefused
from portavoce.planning.media.source import Web, read_source
from portavoce.runtime.web_fetch import WebFetcher, WebPage
from tests.internet import CUP, INSIDE, OTHER, PUBLIC, Internet, Wire, answer, onward


def photos(*answers: bytes, names: dict[str, list[list[str]]] | None = None) -> Internet:
    return Internet(names or {"photos.example": [[PUBLIC]], "cdn.example": [[OTHER]]}, list(answers))


def test_an_image_is_fetched_from_the_address_that_was_judged_under_the_name_that_was_asked() -> None:
    internet = photos(answer())
    assert internet.fetch("https://photos.example/tazza è.jpg?size=1") == CUP
    assert internet.reached == [(PUBLIC, 443)]
    assert internet.encrypted_for == ["photos.example"]
    request = internet.wires[0].sent.decode()
    assert request.startswith("GET /tazza%20%C3%A8.jpg?size=1 HTTP/1.1\r\n")
    assert "\r\nHost: photos.example\r\n" in request


@pytest.mark.parametrize(
    "addresses",
    [
        ["127.0.0.1"],
        [INSIDE],
        ["169.254.169.254"],
        ["::1"],
        ["fd00:ec2::254"],
        ["::ffff:169.254.169.254"],
        [PUBLIC, INSIDE],
        [INSIDE, PUBLIC],
        [],
    ],
)
def test_a_name_that_leads_inside_is_not_even_connected_to(addresses: list[str]) -> None:
    internet = photos(answer(), names={"photos.example": [addresses]})
    with pytest.raises(MediaRefused, match=r"photos\.example is not on the public internet") as refused:
        internet.fetch("https://photos.example/cup.jpg")
    assert internet.reached == []
    assert INSIDE not in str(refused.value)


@pytest.mark.parametrize("text", ["https://127.0.0.1/", "https://[::1]/", "https://2130706433/", "https://0x7f.1/"])
def test_an_address_written_as_a_number_is_judged_like_any_other(text: str) -> None:
    internet = photos(answer(), names={one: [["127.0.0.1"]] for one in ("127.0.0.1", "::1", "2130706433", "0x7f.1")})
    with pytest.raises(MediaRefused, match="not on the public internet"):
        internet.fetch(text)
    assert internet.reached == []


def test_a_name_that_answers_otherwise_the_second_time_gains_nothing() -> None:
    internet = photos(answer(), names={"photos.example": [[PUBLIC], ["169.254.169.254"]]})
    assert internet.fetch("https://photos.example/cup.jpg") == CUP
    assert internet.reached == [(PUBLIC, 443)]


def test_a_redirect_is_followed_and_judged_like_the_first_address() -> None:
    internet = photos(onward("https://cdn.example/cup.jpg"), answer())
    assert internet.fetch("https://photos.example/cup.jpg") == CUP
    assert internet.reached == [(PUBLIC, 443), (OTHER, 443)]
    assert internet.encrypted_for == ["photos.example", "cdn.example"]


@pytest.mark.parametrize(
    "location",
    ["http://photos.example/cup.jpg", "https://inside.example/", "file:///etc/passwd", "https://cdn.example:8443/"],
)
def test_a_redirect_that_leads_inside_or_away_from_https_is_refused(location: str) -> None:
    names = {"photos.example": [[PUBLIC]], "inside.example": [["169.254.169.254"]], "cdn.example": [[OTHER]]}
    internet = photos(onward(location), answer(), names=names)
    with pytest.raises(MediaRefused):
        internet.fetch("https://photos.example/cup.jpg")
    assert len(internet.reached) == 1


def test_the_same_name_may_not_lead_inside_by_a_redirect_to_itself() -> None:
    internet = photos(onward("/again.jpg"), answer(), names={"photos.example": [[PUBLIC], [INSIDE]]})
    with pytest.raises(MediaRefused, match="not on the public internet"):
        internet.fetch("https://photos.example/cup.jpg")
    assert internet.reached == [(PUBLIC, 443)]


def test_three_redirects_are_followed_and_no_fourth() -> None:
    step = onward("https://cdn.example/cup.jpg")
    assert photos(step, step, step, answer()).fetch("https://photos.example/") == CUP
    with pytest.raises(MediaRefused, match="leads on more than 3 times"):
        photos(step, step, step, step, answer()).fetch("https://photos.example/")


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (answer("404 Not Found"), "answers 404"),
        (answer(Content_Type="text/html; charset=utf-8"), "is text/html, no image and no video"),
        (answer(body=b"<html>" + b" " * 100), "its first bytes are those of another file"),
        (answer(body=b""), "its first bytes are those of another file"),
        (answer(body=CUP + b"\0" * 1_000_000), r"has 1\.\d+ MB, at most 1 MB are fetched"),
        (answer(body=CUP + b"\0" * 1_000_000, Content_Length=""), "has more than 1 MB"),
        (answer(Content_Length=str(len(CUP) + 9)), rf"broke off after {len(CUP)} of {len(CUP) + 9} bytes"),
        (b"SSH-2.0-OpenSSH_9.6\r\n", "cannot be fetched"),
        (b"", "cannot be fetched"),
    ],
)
def test_what_is_no_image_of_bounded_size_is_refused_with_the_reason(given: bytes, reason: str) -> None:
    with pytest.raises(MediaRefused, match=reason):
        photos(given).fetch("https://photos.example/cup.jpg")


def test_a_file_whose_type_the_server_does_not_know_is_known_by_its_bytes() -> None:
    for told in ("", "application/octet-stream", "binary/octet-stream"):
        assert photos(answer(Content_Type=told)).fetch("https://photos.example/cup.jpg") == CUP


def test_a_body_in_chunks_is_read_whole_and_bounded_all_the_same() -> None:
    chunked = answer(body=b"", Transfer_Encoding="chunked", Content_Length="")
    whole = chunked + b"%x\r\n%b\r\n0\r\n\r\n" % (len(CUP), CUP)
    assert photos(whole).fetch("https://photos.example/cup.jpg") == CUP
    with pytest.raises(MediaRefused, match="has more than"):
        photos(whole).fetch("https://photos.example/cup.jpg", max_bytes=100)


def test_a_name_that_nobody_has_is_refused() -> None:
    with pytest.raises(MediaRefused, match=r"https://nobody\.example/ cannot be fetched \(gaierror\)"):
        photos().fetch("https://nobody.example/")


def test_a_server_that_never_ends_is_hung_up_on_in_time() -> None:
    class Dripping(io.RawIOBase):
        wire: Wire
        begun = False

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: Any) -> int:
            content = b"\0" if self.begun else answer(Content_Length="")
            self.begun = True
            buffer[: len(content)] = content
            return 0 if self.wire.hung_up else len(content)

    dripping = Dripping()
    wire = dripping.wire = Wire(io.BufferedReader(dripping))
    connected: Any = wire
    fetching = WebFetcher(
        limit_seconds=0.2,
        resolve=lambda *_: [PUBLIC],
        connect=lambda *_: connected,
        encrypt=lambda connection, _: connection,
    )
    source = read_source("https://photos.example/cup.jpg")
    assert isinstance(source, Web)
    with pytest.raises(MediaRefused, match=r"was not here within 0\.2 seconds"):
        fetching.fetch(source, io.BytesIO(), 10**9)
    assert wire.hung_up


PAGE = "<title>Menù</title>".encode()


def read_page(internet: Internet, text: str = "https://photos.example/menu", most_bytes: int = 1_000) -> WebPage:
    source = read_source(text)
    assert isinstance(source, Web)
    fetching = WebFetcher(limit_seconds=5, resolve=internet.resolve, connect=internet.connect, encrypt=internet.encrypt)
    return fetching.fetch_page(source, most_bytes)


def test_a_page_is_read_where_its_redirects_lead_and_cut_off_when_it_is_long() -> None:
    told = "text/html; charset=utf-8"
    internet = photos(onward("https://cdn.example/carta"), answer(body=PAGE, Content_Type=told))
    assert read_page(internet) == WebPage("https://cdn.example/carta", told, PAGE)
    assert b"Accept: text/html" in internet.wires[0].sent
    assert read_page(photos(answer(body=PAGE, Content_Type=told)), most_bytes=7).content == b"<title>"


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ([answer()], "is no page"),
        ([answer("404 Not Found", PAGE, Content_Type="text/html")], "answers 404"),
        ([answer(body=PAGE, Content_Type="text/html", Content_Encoding="gzip")], "is packed"),
        ([onward("https://inside.example/")], "not on the public internet"),
        ([onward("http://cdn.example/")], "https://"),
        ([onward("https://cdn.example/")] * 4, "leads on more than 3 times"),
    ],
)
def test_what_is_no_page_or_leads_inside_is_refused(given: list[bytes], reason: str) -> None:
    names = {"photos.example": [[PUBLIC]], "cdn.example": [[OTHER]], "inside.example": [[INSIDE]]}
    internet = photos(*given, names=names)
    with pytest.raises(MediaRefused, match=reason):
        read_page(internet)
    assert all(address != INSIDE for address, _ in internet.reached)


def test_the_twin_may_ask_its_own_machine_unencrypted_and_aws_may_not() -> None:
    names = {"127.0.0.1": [["127.0.0.1"]], "photos.example": [[INSIDE]]}
    internet = photos(answer(), names=names)
    assert internet.fetch("http://127.0.0.1:8080/cup.jpg", loopback=True) == CUP
    assert internet.reached == [("127.0.0.1", 8080)]
    assert internet.encrypted_for == []
    with pytest.raises(MediaRefused, match="not on the public internet"):
        photos(answer(), names=names).fetch("https://photos.example/cup.jpg", loopback=True)
