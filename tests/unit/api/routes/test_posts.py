"""Posts, plans and publications over HTTP. The clock stands at 2027-03-10 10:00 in Rome."""

from datetime import timedelta
from typing import Any

import time_machine

from portavoce.platforms.contract import Sent
from portavoce.publishing import states
from portavoce.publishing.duplicates import fingerprint
from portavoce.publishing.records import SaidRecords
from portavoce.runtime import aws
from portavoce.runtime.wiring.ledger import ledger
from tests.http_api import Answered, call

POST = {"post": "spring", "channel": "facebook", "when": "2027-03-20 09:30", "text": "È primavera — ☕️ مرحبا"}
PUBLICATION = "/publications/aurora.spring.facebook"


def post(**changes: object) -> Answered:
    return call("POST", "/brands/aurora/posts", POST | changes)


def plan(*rows: dict[str, Any], dry_run: bool = False) -> Answered:
    numbered = [POST | row | {"row": number} for number, row in enumerate(rows, start=2)]
    query = {"dry_run": str(dry_run).lower()}
    return call("POST", "/brands/aurora/plans", {"rows": numbered}, query=query)


def test_a_post_is_planned_at_its_wall_time_in_the_brands_zone(aurora: time_machine.Traveller) -> None:
    made = post()
    assert made.status == 201
    assert made.json["planned_at"] == "2027-03-20T08:30:00Z"
    assert made.json["state"] == "scheduled"
    assert "È primavera — ☕️ مرحبا" in made.text


def test_whoever_planned_the_words_last_is_kept(aurora: time_machine.Traveller) -> None:
    assert post().json["planned_by"] == "ada"
    plan({"text": "È estate"})
    found = ledger().get("aurora.spring.facebook")
    assert found
    assert found.planned_by == "ada"


def test_the_same_post_again_is_the_one_that_stands(aurora: time_machine.Traveller) -> None:
    first, again = post(), post()
    assert again.status == 200
    assert again.json == first.json


def test_a_post_that_its_platform_would_not_take_names_the_row_and_writes_nothing(
    aurora: time_machine.Traveller,
) -> None:
    refused = post(channel="x", text="a" * 281)
    assert refused.status == 422
    assert "281 of 280" in refused.json["errors"][0]["message"]
    assert call("GET", "/brands/aurora/posts/spring").status == 404


def test_a_field_of_the_wrong_shape_is_named(aurora: time_machine.Traveller) -> None:
    refused = post(media=[{"key": "elsewhere.png"}])
    assert refused.status == 422
    assert "media[0].key" in [one["field"] for one in refused.json["errors"]]


def test_a_dry_run_of_a_plan_sorts_the_rows_and_writes_nothing(aurora: time_machine.Traveller) -> None:
    post()
    answer = plan({}, {"channel": "x"}, {"post": "late", "when": "2020-01-01 10:00"}, dry_run=True)
    assert answer.status == 200
    assert [len(answer.json[kind]) for kind in ("unchanged", "new", "refused")] == [1, 1, 1]
    assert answer.json["refused"][0]["row"] == 4
    assert call("GET", "/publications/aurora.spring.x").status == 404


def test_a_plan_with_a_refused_row_writes_none_of_its_rows(aurora: time_machine.Traveller) -> None:
    refused = plan({}, {"channel": "tiktok"})
    assert refused.status == 422
    assert refused.json["errors"][0]["field"].startswith("row 3")
    assert call("GET", "/brands/aurora/posts/spring").status == 404


def test_a_plan_applied_twice_has_nothing_to_do(aurora: time_machine.Traveller) -> None:
    assert len(plan({}, {"channel": "x"}).json["new"]) == 2
    again = plan({}, {"channel": "x"}).json
    assert (len(again["unchanged"]), again["new"], again["changed"]) == (2, [], [])


def test_a_post_shows_all_its_publications(aurora: time_machine.Traveller) -> None:
    plan({}, {"channel": "x"})
    found = call("GET", "/brands/aurora/posts/spring").json["publications"]
    assert [one["channel"] for one in found] == ["facebook", "x"]


def test_a_deleted_post_is_cancelled_on_every_channel(aurora: time_machine.Traveller) -> None:
    plan({}, {"channel": "x"})
    answer = call("DELETE", "/brands/aurora/posts/spring").json
    assert [one["state"] for one in answer["publications"]] == ["cancelled", "cancelled"]


def test_a_post_published_now_is_planned_for_this_moment(aurora: time_machine.Traveller) -> None:
    post()
    answer = call("POST", "/brands/aurora/posts/spring/now").json
    assert answer["publications"][0]["planned_at"] == "2027-03-10T09:00:00Z"


def test_an_order_names_the_revision_that_it_was_made_for(aurora: time_machine.Traveller) -> None:
    read = call("GET", PUBLICATION) if post() else None
    assert read is not None
    post(text="edited meanwhile")
    late = call("PATCH", PUBLICATION, {"action": "cancel"}, headers={"If-Match": read.headers["etag"]})
    assert late.status == 412
    assert call("GET", PUBLICATION).json["state"] == "scheduled"
    fresh = call("GET", PUBLICATION).headers["etag"]
    done = call("PATCH", PUBLICATION, {"action": "cancel"}, headers={"If-Match": fresh})
    assert (done.status, done.json["state"]) == (200, "cancelled")


def test_what_has_left_can_no_longer_be_cancelled(aurora: time_machine.Traveller) -> None:
    post()
    standing = ledger().get("aurora.spring.facebook")
    assert standing
    sending = ledger().move(standing, states.claim_publication(standing, standing.planned_at))
    ledger().move(sending, states.record_part(sending, Sent(remote_id="1"), standing.planned_at))
    refused = call("PATCH", PUBLICATION, {"action": "cancel"})
    assert (refused.status, refused.json["type"]) == (409, "urn:portavoce:problem:too-late")
    left_alone = call("DELETE", "/brands/aurora/posts/spring").json["left_alone"]
    assert [one["state"] for one in left_alone] == ["published"]


def test_an_order_that_does_not_exist_is_refused(aurora: time_machine.Traveller) -> None:
    post()
    refused = call("PATCH", PUBLICATION, {"action": "explode"})
    assert (refused.status, refused.json["errors"][0]["field"]) == (422, "action")


def test_a_publication_that_is_not_there_is_404(aurora: time_machine.Traveller) -> None:
    for path in ("/publications/aurora.none.facebook", "/publications/nonsense", "/brands/aurora/posts/none"):
        assert call("GET", path).status == 404
    assert call("PATCH", "/publications/aurora.none.facebook", {"action": "now"}).status == 404


def test_publications_are_listed_by_time_state_and_page(aurora: time_machine.Traveller) -> None:
    plan(*({"post": f"p{day}", "when": f"2027-03-2{day} 09:30"} for day in range(4)))
    call("DELETE", "/brands/aurora/posts/p1")
    first = call("GET", "/brands/aurora/publications", query={"limit": "3"}).json
    rest = call("GET", "/brands/aurora/publications", query={"limit": "3", "cursor": first["next_cursor"]}).json
    assert [one["post_id"] for one in first["items"] + rest["items"]] == ["p0", "p1", "p2", "p3"]
    window = {"since": "2027-03-21T00:00:00Z", "until": "2027-03-22T23:00:00+01:00"}
    found = call("GET", "/brands/aurora/publications", query=window).json["items"]
    assert [one["post_id"] for one in found] == ["p1", "p2"]
    cancelled = call("GET", "/brands/aurora/publications", query={"state": "cancelled"}).json["items"]
    assert [one["post_id"] for one in cancelled] == ["p1"]


def test_an_instant_without_a_zone_is_refused_by_name(aurora: time_machine.Traveller) -> None:
    refused = call("GET", "/brands/aurora/publications", query={"since": "2027-03-21T00:00:00"})
    assert (refused.status, refused.json["errors"][0]["field"]) == (422, "since")


def test_the_status_counts_what_is_around_now_and_shows_what_is_next(aurora: time_machine.Traveller) -> None:
    plan({"when": "2027-03-11 09:30"}, {"post": "far", "when": "2027-06-11 09:30"})
    status = call("GET", "/status").json["brands"][0]
    assert status["counts"] == {"scheduled": 1}
    assert [one["post_id"] for one in status["next"]] == ["spring"]


def test_publications_from_what_is_no_instant_of_the_calendar_are_refused(aurora: time_machine.Traveller) -> None:
    for name in ("since", "until"):
        for instant in ("1e9", "1804669200", "0001-01-01T00:00:00+05:00", "9999-12-31T23:59:59-05:00"):
            refused = call("GET", "/brands/aurora/publications", query={name: instant})
            assert (refused.status, [one["field"] for one in refused.json["errors"]]) == (422, [name])


def asked_about(**changes: object) -> None:
    """A publication that nobody knows the outcome of, and that a person was asked about."""
    post(**changes)
    standing = ledger().get(f"aurora.{changes.get('post', 'spring')}.x")
    assert standing
    sending = ledger().move(standing, states.claim_publication(standing, standing.planned_at))
    ledger().move(sending, states.ask_person(sending, "it is not known", "look", standing.planned_at))


def test_a_person_settles_what_nobody_knows_with_the_posts_address(aurora: time_machine.Traveller) -> None:
    asked_about(channel="x")
    path, url = "/publications/aurora.spring.x", "https://x.com/auroracoffee/status/1580000000000000077"
    assert call("PATCH", path, {"action": "now"}).status == 409
    done = call("PATCH", path, {"action": "published", "url": url})
    assert (done.status, done.json["state"], done.json["remote_id"]) == (200, "published", "1580000000000000077")
    assert (done.json["url"], done.json["next_step"]) == (url, None)
    again = call("PATCH", path, {"action": "resend"})
    assert (again.status, "nobody was asked" in again.json["detail"]) == (409, True)


def test_a_person_settles_what_nobody_knows_by_sending_it_again(aurora: time_machine.Traveller) -> None:
    asked_about(channel="x")
    done = call("PATCH", "/publications/aurora.spring.x", {"action": "resend"})
    assert (done.status, done.json["state"], done.json["revision"]) == (200, "scheduled", 2)


def test_an_address_is_cleaned_and_the_post_of_another_publication_settles_nothing(
    aurora: time_machine.Traveller,
) -> None:
    url = "https://x.com/auroracoffee/status/1580000000000000077"
    asked_about(channel="x")
    asked_about(channel="x", post="cake", text="Cake")
    done = call("PATCH", "/publications/aurora.spring.x", {"action": "published", "url": f" {url}?s=20&t=abc"})
    assert (done.status, done.json["url"]) == (200, url)
    refused = call("PATCH", "/publications/aurora.cake.x", {"action": "published", "url": url})
    assert (refused.status, refused.json["errors"][0]["field"]) == (422, "url")
    assert "aurora.spring.x" in refused.json["errors"][0]["message"]


def test_an_address_of_no_post_settles_nothing(aurora: time_machine.Traveller) -> None:
    asked_about(channel="x")
    path = "/publications/aurora.spring.x"
    for url in (None, "x.com/aurora", "https://x.com/aurora", "https://aurora.example/status/1"):
        refused = call("PATCH", path, {"action": "published", "url": url})
        assert (refused.status, refused.json["errors"][0]["field"]) == (422, "url"), url
    assert call("GET", path).json["state"] == "uncertain"


def test_an_order_that_would_say_what_the_channel_has_said_is_refused_at_once_with_the_way_to_say_it(
    aurora: time_machine.Traveller,
) -> None:
    post(when="2027-03-10 10:05")
    first = ledger().get("aurora.spring.facebook")
    assert first
    SaidRecords(aws.table()).claim(
        first, fingerprint(first.content), first.planned_at + timedelta(days=30), first.planned_at
    )
    post(post="again")
    for allow, status in (([], 409), (["duplicate"], 200)):
        answer = call("PATCH", "/publications/aurora.again.facebook", {"action": "now", "allow": allow})
        assert answer.status == status
    assert call("GET", "/publications/aurora.again.facebook").json["said_by"] is None
    post(post="third")
    refused = call("PATCH", "/publications/aurora.third.facebook", {"action": "now"}).json
    assert refused["type"] == "urn:portavoce:problem:said-already"
    assert "portavoce post now aurora.third.facebook --allow duplicate" in refused["title"] + refused.get("detail", "")
    whole = call("POST", "/brands/aurora/posts/third/now").json
    assert [one["said_by"] for one in whole["left_alone"]] == ["aurora.spring.facebook"]
