"""What Mastodon's answers mean while it works on the media, and after."""

import httpx2
import pytest

from portavoce.platforms.outcomes import NotReady, Refused, Unknown
from tests.unit.platforms.wire import client_of, post_of, release, say

PHOTO = {
    "url": "https://media.example/a.png?X-Amz-Signature=0a1b",
    "mime_type": "image/png",
    "size_bytes": 10,
    "width": 9,
    "height": 9,
}
PROCESSING = "Cannot attach files that have not finished processing. Try again in a moment!"


@pytest.mark.parametrize("words", [PROCESSING, "Impossibile allegare file la cui elaborazione non è conclusa."])
def test_mastodon_is_waited_for_while_it_works_on_the_media_in_any_language(words: str) -> None:
    def answering(request: httpx2.Request) -> httpx2.Response:
        return say(422, {"error": words}) if request.method == "POST" else say(206, {"id": "7", "url": None})

    post = post_of("mastodon", media=(PHOTO,), handles={"media_0": "7"})
    assert isinstance(client_of("mastodon", answering).release(post), NotReady)


def test_mastodon_that_has_the_media_and_refuses_the_text_is_a_refusal() -> None:
    def answering(request: httpx2.Request) -> httpx2.Response:
        return say(422, {"error": "Too long"}) if request.method == "POST" else say(200, {"id": "7"})

    post = post_of("mastodon", media=(PHOTO,), handles={"media_0": "7"})
    assert isinstance(client_of("mastodon", answering).release(post), Refused)


def test_two_writes_of_the_instance_that_met_blame_no_text() -> None:
    # mastodon/mastodon, app/controllers/api/base_controller.rb: a record that is not unique
    assert isinstance(release("mastodon", say(422, {"error": "Duplicate record"})), Unknown)
