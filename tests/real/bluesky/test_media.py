"""On a real server: cards, videos and what was forgotten read back as they were planned."""

import httpx2

from portavoce.platforms.bluesky.video import HOST
from portavoce.platforms.contract import OutgoingPost
from portavoce.platforms.outcomes import Published
from tests.contract.platforms.wire import movie
from tests.real.bluesky.account import HEIGHT, WIDTH, Account, Meddler, photo, published

LINK = "https://aurora.example/menu?a=1&b=2"


def test_a_card_reads_back_with_its_picture_and_what_it_shows(account: Account) -> None:
    post = account.prepared(account.post("Il menu", (photo(21),), link=LINK))
    record = account.record(published(account, post).remote_id)
    card = record["embed"]["external"]
    assert (record["text"], card["uri"], card["title"]) == ("Il menu", LINK, "aurora.example")
    assert card["description"] == post.images[0].alt_text
    assert account.blob(card["thumb"]["ref"]["$link"]) == photo(21)


def test_images_that_the_server_does_not_have_any_more_are_uploaded_anew(account: Account) -> None:
    """Another account's upload stands for a forgotten one: this account's repository does not know it."""
    stranger = Account.on(account.url, "stranger.test")
    post = account.post("Dimenticata", (photo(22),))
    stranger.media.update(account.media)
    forgotten = stranger.prepared(post)
    stranger.close()
    images = account.record(published(account, forgotten).remote_id)["embed"]["images"]
    assert [account.blob(one["image"]["ref"]["$link"]) for one in images] == [photo(22)]


def video_service(account: Account) -> Meddler:
    """The video service, which nobody can run: it stores what it was given on the real server, with our token."""
    stored: list[object] = []

    def answer(request: httpx2.Request, onward: httpx2.BaseTransport) -> httpx2.Response:
        if f"https://{request.url.host}" != HOST:
            return onward.handle_request(request)
        date = httpx2.get(f"{account.url}/xrpc/_health").headers["Date"]
        if request.url.path.endswith("getUploadLimits"):
            return httpx2.Response(200, json={"canUpload": True}, headers={"Date": date})
        if request.url.path.endswith("uploadVideo"):
            headers = {"Authorization": request.headers["authorization"], "Content-Type": "video/mp4"}
            made = httpx2.post(
                f"{account.url}/xrpc/com.atproto.repo.uploadBlob", content=request.read(), headers=headers
            )
            assert made.status_code == 200, made.text
            stored.append(made.json()["blob"])
            return httpx2.Response(200, json={"jobId": "job-1", "state": "JOB_STATE_CREATED"})
        return httpx2.Response(200, json={"jobStatus": {"state": "JOB_STATE_COMPLETED", "blob": stored[-1]}})

    return answer


def test_a_video_is_stored_with_the_token_that_we_give_and_reads_back_with_its_alt_text(account: Account) -> None:
    content = movie(1, WIDTH, HEIGHT, 1)
    post: OutgoingPost = account.post("In moto").model_copy(update={"media": (account.video(content),)})
    outcome = account.client().release(account.prepared(post, video_service(account)))
    assert isinstance(outcome, Published)
    embed = account.record(outcome.remote_id)["embed"]
    assert (embed["alt"], embed["aspectRatio"]) == ("Il vapore sale ☕", {"width": WIDTH, "height": HEIGHT})
    assert account.blob(embed["video"]["ref"]["$link"]) == content
