"""Every platform that lists posts lists those that were made elsewhere too, each once, however its pages fall."""

from datetime import timedelta

import pytest

from portavoce.platforms.contract import OutgoingPost, ReadFailed, ReadRefused, Sent
from portavoce.platforms.outcomes import Published
from portavoce.platforms.post_list import ListedPost, PostPage
from tests.aurora import NOW
from tests.contract.platforms.preparation import prepared
from tests.contract.platforms.stands import Stand

A_DAY = timedelta(days=1)


def publish(stand: Stand, number: int) -> Published:
    """A post as another program would make it: through the platform alone."""
    client = stand.client()
    post: OutgoingPost = stand.post(f"Ciao {number}").model_copy(
        update={"publication_id": f"elsewhere.p{number}.{stand.platform}"}
    )
    outcome = client.release(prepared(client, post))
    assert isinstance(outcome, Published)
    return outcome


def show_few(stand: Stand, monkeypatch: pytest.MonkeyPatch) -> None:
    """Five on a page: as few as every platform may be asked for."""
    rule = stand.manifest.listing
    assert rule
    few = rule.model_copy(update={"per_page": 5})
    monkeypatch.setattr(f"portavoce.platforms.{stand.platform}.post_list.LISTING", few)


def every_page(stand: Stand, most: int = 20) -> list[PostPage]:
    pages = [stand.client().list_posts(NOW - A_DAY, None)]
    while pages[-1].next_page and len(pages) < most:
        pages.append(stand.client().list_posts(NOW - A_DAY, pages[-1].next_page))
    return pages


def test_posts_are_listed_with_their_ids_their_moments_and_their_form(listed: Stand) -> None:
    out = publish(listed, 1)
    [one] = [one for page in every_page(listed) for one in page.posts]
    rule = listed.manifest.post.images
    form = "image" if rule and rule.min_count else "text"
    assert (one.remote_id, one.form) == (out.remote_id, form)
    assert abs(one.published_at - listed.clock()) < timedelta(minutes=1)
    assert one.url


def test_what_was_posted_before_is_not_listed(listed: Stand) -> None:
    publish(listed, 1)
    listed.clock.move(3 * A_DAY.total_seconds())
    late = publish(listed, 2)
    page = listed.client().list_posts(listed.clock() - A_DAY, None)
    assert [one.remote_id for one in page.posts] == [late.remote_id]


def test_pages_together_hold_each_post(listed: Stand, monkeypatch: pytest.MonkeyPatch) -> None:
    out = []
    for number in range(12):
        listed.clock.move(60)
        out.append(publish(listed, number).remote_id)
    show_few(listed, monkeypatch)
    pages = every_page(listed)
    found: dict[str, ListedPost] = {one.remote_id: one for page in pages for one in page.posts}
    assert set(found) == set(out)
    assert 2 < len(pages) < 20


def test_an_answer_to_oneself_is_no_post_of_its_own(listed: Stand) -> None:
    first = publish(listed, 1)
    if not listed.manifest.thread:
        return
    more = {"part": 1, "after": (Sent(remote_id=first.remote_id, url=first.url),), "publication_id": "elsewhere.p2.x"}
    client, answer = listed.client(), listed.post("E poi").model_copy(update=more)
    assert isinstance(client.release(prepared(client, answer)), Published)
    assert [one.remote_id for page in every_page(listed) for one in page.posts] == [first.remote_id]


def test_posts_of_one_second_that_fill_pages_end_all_the_same(listed: Stand, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(12):
        publish(listed, number)
    show_few(listed, monkeypatch)
    assert every_page(listed)[-1].next_page is None


def test_a_list_that_cannot_be_had_is_told(listed: Stand) -> None:
    with pytest.raises((ReadRefused, ReadFailed)):
        listed.client("dead").list_posts(NOW - A_DAY, None)
