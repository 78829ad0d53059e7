"""On a real server: what was planned is what stands, once, whatever happens on the way."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import httpx2
import pytest

from portavoce.planning.limits import refusals
from portavoce.platforms.bluesky.manifest import MANIFEST
from portavoce.platforms.http import Answer
from portavoce.platforms.outcomes import Absent, AuthFailed, Duplicate, Found, Published, Refused, Unknown
from portavoce.publishing.model import Content, Media
from tests.real.bluesky.account import HEIGHT, WIDTH, Account, Meddler, photo, published

TEXT = "قهوتنا جاهزة 👨‍👩‍👧‍👦 @regular.test legge https://aurora.example/caffè?a=1 #caffè e @nobody.test no"


class Killed(BaseException):
    """The process ends here."""


def _applied_then(end: BaseException) -> Meddler:
    """Lets a write reach the server, and then ends as told instead of bringing its answer."""

    def meddle(request: httpx2.Request, onward: httpx2.BaseTransport) -> httpx2.Response:
        answer = onward.handle_request(request)
        if request.url.path.endswith("putRecord"):
            answer.read()
            answer.close()
            raise end
        return answer

    return meddle


def count_of(account: Account, text: str) -> int:
    return sum(record["value"]["text"] == text for record in account.records())


def test_a_text_reads_back_identical_with_its_mentions_links_and_tags(account: Account) -> None:
    outcome = published(account, account.prepared(account.post(TEXT)))
    record = account.record(outcome.remote_id)
    assert record["text"] == TEXT
    cut = {}
    for facet in record["facets"]:
        part = TEXT.encode()[facet["index"]["byteStart"] : facet["index"]["byteEnd"]].decode()
        cut[part] = facet["features"][0]
    assert list(cut) == ["@regular.test", "https://aurora.example/caffè?a=1", "#caffè"]
    assert cut["@regular.test"]["did"].startswith("did:plc:")
    assert cut["https://aurora.example/caffè?a=1"]["uri"] == "https://aurora.example/caffè?a=1"


def test_images_read_back_identical_with_their_alt_texts_in_order(account: Account) -> None:
    photos = tuple(photo(number) for number in range(4))
    post = account.prepared(account.post("Quattro viste", photos))
    images = account.record(published(account, post).remote_id)["embed"]["images"]
    assert [account.blob(one["image"]["ref"]["$link"]) for one in images] == list(photos)
    assert [one["alt"] for one in images] == [image.alt_text for image in post.images]
    assert {(one["aspectRatio"]["width"], one["aspectRatio"]["height"]) for one in images} == {(WIDTH, HEIGHT)}


def test_a_link_is_a_card(account: Account) -> None:
    outcome = published(account, account.post("Il menu", link="https://aurora.example/menu"))
    card = account.record(outcome.remote_id)["embed"]["external"]
    assert (card["uri"], card["title"]) == ("https://aurora.example/menu", "aurora.example")


def test_a_publisher_that_is_killed_after_sending_and_begins_again_makes_one_record(account: Account) -> None:
    post = account.prepared(account.post("Ucciso a metà", (photo(9),)))
    with pytest.raises(Killed):
        account.client(_applied_then(Killed())).release(post)
    again = account.prepared(post.model_copy(update={"handles": {}}))
    assert again.handles == post.handles
    first = published(account, again)
    assert first == published(account, again)
    assert count_of(account, post.text) == 1


def test_a_lost_answer_is_looked_up_and_found_and_sending_again_would_change_nothing(account: Account) -> None:
    post = account.post("Risposta persa")
    assert isinstance(account.client().look_up(post, post.planned_at), Absent)
    lost = httpx2.RemoteProtocolError("Server disconnected without sending a response.")
    assert isinstance(account.client(_applied_then(lost)).release(post), Unknown)
    found = account.client().look_up(post, post.planned_at)
    assert isinstance(found, Found)
    assert published(account, post).remote_id == found.remote_id
    assert count_of(account, post.text) == 1


def test_eight_simultaneous_releases_make_one_record(account: Account) -> None:
    post = account.prepared(account.post("Otto insieme", (photo(8),)))
    clients = [account.client() for _ in range(8)]
    with ThreadPoolExecutor(8) as crowd:
        outcomes = list(crowd.map(lambda client: client.release(post), clients))
    assert {type(outcome) for outcome in outcomes} == {Published}
    assert len({outcome.remote_id for outcome in outcomes if isinstance(outcome, Published)}) == 1
    assert count_of(account, post.text) == 1


def test_an_edited_text_never_replaces_what_stands_and_a_new_plan_is_a_new_record(account: Account) -> None:
    post = account.post("Prima versione")
    outcome = published(account, post)
    edited = post.model_copy(update={"text": "Seconda versione"})
    assert isinstance(account.client().release(edited), Duplicate)
    assert account.record(outcome.remote_id)["text"] == "Prima versione"
    later = edited.model_copy(update={"planned_at": post.planned_at + timedelta(hours=1)})
    assert published(account, later).remote_id != outcome.remote_id


def test_a_token_that_the_server_refuses_is_renewed_and_the_post_leaves(account: Account) -> None:
    spoilt: list[str] = []

    def spoil_one(request: httpx2.Request, onward: httpx2.BaseTransport) -> httpx2.Response:
        if request.url.path.endswith("putRecord") and not spoilt:
            spoilt.append(request.headers["authorization"])
            request.headers["authorization"] = "Bearer not-a-token"
        return onward.handle_request(request)

    post = account.post("Con un gettone nuovo")
    assert isinstance(account.client(spoil_one).release(post), Published)
    assert len(spoilt) == 1
    assert count_of(account, post.text) == 1


def test_a_wrong_app_password_needs_a_person(account: Account) -> None:
    stranger = Account(account.url, account.did, "wrong-pass-word-here")
    assert isinstance(stranger.client().release(account.post("Mai")), AuthFailed)
    stranger.close()
    assert count_of(account, "Mai") == 0


def test_what_is_too_large_is_refused_at_planning_and_by_the_server(account: Account) -> None:
    """The server takes the upload of 2.1 MB, and refuses the post with it."""
    content = photo(7) + bytes(2_100_000)
    media = Media(
        key="k", mime_type="image/jpeg", size_bytes=len(content), width=WIDTH, height=HEIGHT, alt_text="Una tazzina"
    )
    [reason] = refusals(Content(text="Troppo", media=(media,)), MANIFEST)
    assert "2.10" in reason
    assert "2 MB" in reason

    post = account.prepared(account.post("Troppo", (photo(7),)))
    uploaded = account.client().api.procedure("com.atproto.repo.uploadBlob", content=("image/jpeg", content))
    assert isinstance(uploaded, Answer)
    post = post.model_copy(update={"handles": {"media_0": json.dumps(uploaded.body["blob"])}})
    assert isinstance(account.client().release(post), Refused)
    assert count_of(account, "Troppo") == 0


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("👨‍👩‍👧‍👦" * 120 + "a", "3001 of 3000 bytes"),
        ("è" * 301, "301 of 300"),
    ],
)
def test_a_text_too_long_in_bytes_or_in_letters_is_refused_at_planning_and_by_the_server(
    account: Account, text: str, reason: str
) -> None:
    [said] = refusals(Content(text=text), MANIFEST)
    assert reason in said
    assert isinstance(account.client().release(account.post(text)), Refused)
    at_the_limit = text[:-1]
    assert refusals(Content(text=at_the_limit), MANIFEST) == []
    published(account, account.post(at_the_limit))
