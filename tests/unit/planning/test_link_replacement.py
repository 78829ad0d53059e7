"""Links of posts that are counted."""

from collections.abc import Iterator
from itertools import count

import pytest

from portavoce.planning.diff import Context, diff
from portavoce.planning.link_replacement import LinkMaker, add_tags, can_lead_to
from portavoce.planning.model import PlanDiff, PlanRow
from portavoce.platforms import discovery
from portavoce.publishing.duplicates import fingerprint
from portavoce.publishing.model import Publication, PublicationState, restore_links
from tests.aurora import NOW, aurora

BRAND = aurora(links={"track": True})
ROW = {
    "post": "spring",
    "channel": "facebook",
    "when": "2030-03-10 10:00",
    "text": "Il menù: https://aurora.example/menu?size=l. E aurora.example!",
    "link": "https://aurora.example/menu?size=l",
    "campaign": "Autumn Sale",
    "row": 1,
}


@pytest.fixture
def maker() -> LinkMaker:
    codes: Iterator[int] = count(1111111111)
    return LinkMaker("https://api.test", lambda: str(next(codes)))


def plan(maker: LinkMaker, *standing: Publication, brand: object = BRAND, **changes: object) -> PlanDiff:
    found = brand if isinstance(brand, type(BRAND)) else BRAND
    manifests = {one.platform: discovery.manifest(one.platform) for one in found.channels}
    stands = {one.publication_id: one for one in standing}
    return diff(Context(found, manifests, stands, NOW, maker), [PlanRow.model_validate(ROW | changes)])


def test_each_link_is_replaced_once_and_a_domain_in_a_sentence_stays(maker: LinkMaker) -> None:
    (new,) = plan(maker).new
    content = new.publication.content
    short = "https://api.test/l/1111111111"
    assert (content.text, content.link) == (f"Il menù: {short}. E aurora.example!", short)
    (link,) = content.tracked_links
    assert link.target == (
        "https://aurora.example/menu?size=l&utm_source=facebook&utm_medium=social&utm_campaign=autumn+sale"
        "&utm_content=spring"
    )


def test_a_site_that_tells_of_visits_gets_the_links_code_and_another_does_not(maker: LinkMaker) -> None:
    shop = aurora(links={"track": True}, visits={"sites": ["https://aurora.example"]})
    elsewhere = aurora(links={"track": True}, visits={"sites": ["https://shop.aurora.example"]})
    targets = [plan(maker, brand=one).new[0].publication.content.tracked_links[0].target for one in (shop, elsewhere)]
    assert targets[0].endswith("&utm_content=spring&pvl=1111111111")
    assert "pvl" not in targets[1]


def test_the_plan_says_what_is_replaced(maker: LinkMaker) -> None:
    said = [one.message for one in plan(maker).warnings]
    assert any("leaves as a link of api.test, so" in one for one in said)


def test_the_same_row_again_changes_nothing_and_keeps_its_code(maker: LinkMaker) -> None:
    (first,) = plan(maker).new
    again = plan(maker, first.publication)
    assert (len(again.unchanged), again.changed, again.refused) == (1, (), ())
    (edited,) = plan(maker, first.publication, text="Nuovo: https://aurora.example/menu?size=l").changed
    assert edited.publication.content.tracked_links == first.publication.content.tracked_links


def test_what_has_left_before_links_were_counted_is_left_as_it_is(maker: LinkMaker) -> None:
    (plain,) = plan(maker, brand=aurora()).new
    out = plain.publication.model_copy(update={"state": PublicationState.PUBLISHED})
    found = plan(maker, out)
    assert (len(found.unchanged), found.refused) == (1, ())


def test_whether_links_are_counted_makes_no_difference_to_what_is_said(maker: LinkMaker) -> None:
    (plain,), (tracked,) = plan(maker, brand=aurora()).new, plan(maker).new
    assert restore_links(tracked.publication.content) == plain.publication.content
    assert fingerprint(tracked.publication.content) == fingerprint(plain.publication.content)


@pytest.mark.parametrize(("said", "replaced"), [(None, False), (True, True)])
def test_where_a_post_with_a_link_costs_money_none_is_counted_unless_the_channel_says_so(
    maker: LinkMaker, said: bool | None, replaced: bool
) -> None:
    channel = {"id": "x", "platform": "x", "account_id": "1", "track_links": said}
    found = plan(maker, brand=aurora(links={"track": True}, channels=[channel]), channel="x", link=None)
    (new,) = found.new
    assert bool(new.publication.content.tracked_links) is replaced
    assert any("$0.20" in one.message for one in found.warnings)


def test_tags_that_the_address_has_already_stay_as_they_are() -> None:
    tags = {"utm_source": "x", "utm_medium": "social", "utm_term": ""}
    assert add_tags("https://a.example/?UTM_Source=Mail&q=%20b#c", tags) == (
        "https://a.example/?UTM_Source=Mail&q=%20b&utm_medium=social#c"
    )


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "ftp://a.example/",
        "https://user:word@a.example/",
        "https://bank.example@evil.example/",
        "https:///a",
        "https://a.example/\r\nSet-Cookie: x",
        "https://a.example\\@evil.example/",
        "https://a.example/" + "a" * 2000,
    ],
)
def test_a_link_of_ours_leads_to_pages_on_the_web_alone(address: str) -> None:
    assert not can_lead_to(address)
