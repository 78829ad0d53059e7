"""Links that are counted, from the plan to the figures."""

import time_machine

from portavoce.links.link import Click
from portavoce.runtime import clock
from portavoce.runtime.wiring.link_door import answer_follower
from portavoce.runtime.wiring.links import click_counter
from tests.aurora import DOCUMENT
from tests.http_api import call

BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
ROW = {
    "post": "spring",
    "channel": "facebook",
    "when": "2027-03-20 10:00",
    "text": "Vieni: https://aurora.example/menu",
    "row": 1,
}


def test_a_planned_link_leads_to_its_page_and_its_clicks_are_listed(aurora: time_machine.Traveller) -> None:
    assert call("PUT", "/brands/aurora", DOCUMENT | {"links": {"track": True}}).status == 200
    planned = call("POST", "/brands/aurora/plans", {"rows": [ROW]})
    assert planned.status == 200
    (publication,) = call("GET", "/brands/aurora/publications").json["items"]
    (link,) = publication["content"]["tracked_links"]
    assert publication["content"]["text"] == f"Vieni: {link['address']}"
    assert link["address"].startswith("https://api.test/l/")
    code = link["address"].rpartition("/")[2]
    asked = {"requestId": "r1", "http": {"method": "HEAD"}}
    answer = answer_follower({"pathParameters": {"code": code}, "requestContext": asked}, clock.utc_now())
    assert (answer.status, answer.headers["location"]) == (302, link["target"])
    for number in range(3):
        click_counter().count(Click(f"r{number % 2}", code, clock.utc_now(), BROWSER, ""))
    (shown,) = call("GET", "/brands/aurora/links").json["items"]
    assert (shown["code"], shown["clicks"], shown["bot_clicks"]) == (code, 2, 0)
    assert shown["target"].startswith("https://aurora.example/menu?utm_source=facebook")


def test_the_same_plan_again_keeps_its_links(aurora: time_machine.Traveller) -> None:
    call("PUT", "/brands/aurora", DOCUMENT | {"links": {"track": True}})
    call("POST", "/brands/aurora/plans", {"rows": [ROW]})
    again = call("POST", "/brands/aurora/plans", {"rows": [ROW]}).json
    assert (len(again["unchanged"]), again["changed"]) == (1, [])
    assert len(call("GET", "/brands/aurora/links").json["items"]) == 1
