"""A brand file: read as written, or refused with the place and what is allowed."""

from datetime import date
from decimal import Decimal

import pytest

from infra.local.seed import BRAND_FILE
from portavoce.brands.brand_file import BrandFileRefused, read_brand
from portavoce.brands.model import Brand
from portavoce.platforms import discovery
from portavoce.platforms.manifest import PlatformNames

PLATFORMS = PlatformNames(("facebook", "instagram", "x"), ("meta_ads",))

GOOD = """\
id: aurora
name: Aurora Coffee
zone: Europe/Rome
language: it
pillars:
  - {id: craft, title: Craft}
goals:
  - {metric: engagement_rate, target: 0.045, by: 2027-06-30}
channels:
  - id: facebook
    platform: facebook
    account_id: "1001"
  - id: x
    platform: x
    account_id: "2002"
ad_accounts:
  - {id: meta, platform: meta_ads, account_id: "act_1"}
budgets:
  - {id: month, ad_account: meta, amount: "500.00", currency: EUR}
people:
  alerts: [ada@aurora.example]
"""


def read(text: str) -> Brand:
    return read_brand(text.encode(), "aurora.yaml", PLATFORMS)


def problems(text: str) -> list[str]:
    with pytest.raises(BrandFileRefused) as refused:
        read(text)
    return [str(one) for one in refused.value.problems]


def test_a_brand_file_is_read_as_it_was_written() -> None:
    brand = read(GOOD)
    assert (brand.id, brand.zone, [one.id for one in brand.channels]) == ("aurora", "Europe/Rome", ["facebook", "x"])
    assert (brand.goals[0].target, brand.goals[0].by) == (Decimal("0.045"), date(2027, 6, 30))
    assert (brand.budgets[0].amount_minor, brand.late_minutes) == (50000, 15)


def test_a_byte_order_mark_and_arabic_words_are_read() -> None:
    text = "\ufeff" + GOOD.replace("Aurora Coffee", "مقهى أورورا ☕️")
    assert read(text).name == "مقهى أورورا ☕️"


def test_the_demo_brand_is_a_brand() -> None:
    assert read_brand(BRAND_FILE.read_bytes(), "aurora.yaml", discovery.of_brands()).id == "aurora"


def test_an_unknown_field_is_refused_with_file_line_field_and_what_is_allowed() -> None:
    found = problems(GOOD.replace("  - id: x\n    platform: x", "  - id: x\n    platfrom: x"))
    assert (
        "aurora.yaml:14:5: channels[1].platfrom: unknown field; did you mean platform? "
        "allowed: id, platform, account_id, posts_per_week, slots, approval, track_links, posts_elsewhere"
    ) in found
    assert "aurora.yaml:13:5: channels[1].platform: is missing here" in found


def test_a_budget_of_minus_five_is_refused_with_its_place_and_the_limit() -> None:
    found = problems(GOOD.replace('"500.00"', "-5"))
    assert len(found) == 1
    assert found[0].startswith("aurora.yaml:19:35: budgets[0].amount: '-5' is no amount of EUR: write it as money")


def test_every_error_is_told_at_once_in_the_order_of_the_file() -> None:
    text = GOOD.replace("Europe/Rome", "Europe/Rom").replace("language: it", "language: de")
    text = text.replace('"500.00"', "0").replace("ada@aurora.example", "ada")
    found = problems(text)
    assert [one.split(":")[1] for one in found] == ["3", "4", "19", "21"]
    assert "is not an IANA time zone" in found[0]
    assert "'de' is not one of them; allowed: 'en', 'it', 'ar'" in found[1]
    assert "should be an e-mail address" in found[3]


@pytest.mark.parametrize(
    ("replaced", "by", "expected"),
    [
        ("id: x\n", "id: facebook\n", "13:5: channels[1].id: facebook stands already in entry [0]"),
        (
            '"2002"\n',
            '"1001"\n  - {id: y, platform: x, account_id: "1001"}\n',
            "16:26: channels[2].account_id: x 1001 stands already in entry [1]",
        ),
        (
            "ad_account: meta,",
            "ad_account: mata,",
            "19:17: budgets[0].ad_account: 'mata' is not an ad account; ad accounts of this brand: meta",
        ),
        (
            "metric: engagement_rate",
            "metric: likes",
            "8:6: goals[0].metric: 'likes' is not one of them; allowed: 'audience', 'audience_growth', "
            "'audience_growth_percent', 'interactions', ",
        ),
        (
            "platform: x",
            "platform: xx",
            "14:5: channels[1].platform: 'xx' is not a platform; allowed: facebook, instagram, x",
        ),
        ('"1001"', "1001", "12:5: channels[0].account_id: should be text: put it in quotes, '1001'"),
        ('"1001"', "1001.50", "12:5: channels[0].account_id: should be text: put it in quotes, '1001.50'"),
        (
            '"1001"',
            "01001",
            "12:5: channels[0].account_id: 01001 is no plain number, and would be read as another one: put it in "
            "quotes, '01001'",
        ),
        ('"1001"', "12:30:00", "12:5: channels[0].account_id: 12:30:00 is no plain number"),
        ('"1001"', "1_001", "12:5: channels[0].account_id: 1_001 is no plain number"),
        (
            "language: it",
            "language: it\nlate_minutes: 0100",
            "5:1: late_minutes: 0100 is no plain number",
        ),
        (
            "language: it",
            'language: it\nfees: {x_month_minor: "10.00"}',
            "5:8: fees.x_month_minor: 10.00 is no number of minor units",
        ),
        ("language: it", "language: it\nfees: {x_month_minor: 10.0}", "5:8: fees.x_month_minor: 10.0 is no number of"),
        (
            "language: it",
            'language: it\nlistening: {x_month_minor: "10.00"}',
            "5:13: listening.x_month_minor: 10.00 is no number of",
        ),
        ('"act_1"', '" "', "17:36: ad_accounts[0].account_id: ' ': String should have at least 1 character"),
        ("target: 0.045", "target: 1e400", "8:31: goals[0].target: '1e400': Decimal input should have no more than"),
        ("by: 2027-06-30", "by: 9999-12-31", "8:46: goals[0].by: '9999-12-31' should be less than or equal to 2099"),
        ("by: 2027-06-30", "by: 2027-13-45", "8:46: goals[0].by: '2027-13-45' is not a date such as 2027-03-31"),
        ("id: craft", "id: Craft!", "6:6: pillars[0].id: 'Craft!' should be an id: lower-case letters"),
        ("currency: EUR", "currency: euro", "19:53: budgets[0].currency: 'euro' should be a currency of three"),
        ("language: it", "language: it\nlanguage: en", "5:1: language: this field stands here a second time"),
        ("[ada@aurora.example]", "[]", "21:3: people.alerts: needs at least one entry"),
        ("pillars:\n  - {id: craft, title: Craft}", "pillars: craft", "5:1: pillars: should be a list"),
    ],
)
def test_each_error_names_its_place_and_what_is_allowed(replaced: str, by: str, expected: str) -> None:
    assert replaced in GOOD
    (found,) = problems(GOOD.replace(replaced, by, 1))
    assert found.startswith(f"aurora.yaml:{expected}")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "aurora.yaml:1:1: a brand is a list of fields"),
        (b"- aurora", "aurora.yaml:1:1: a brand is a list of fields"),
        (b"id: aurora\nname: [", "aurora.yaml:2:8: this is not YAML"),
        (b"id: aurora\nname: Caff\xe8", "aurora.yaml:2:11: line 2, byte 11 (0xE8) is not UTF-8"),
        (b"id: &a [*a]", "aurora.yaml:1:1: id: should be text"),
        (b"id: !!int x", "aurora.yaml:1:1: this is not YAML"),
        (b"id: \x00", "aurora.yaml:1:1: this is not YAML"),
    ],
)
def test_what_is_no_brand_at_all_is_refused_with_a_sentence_and_never_a_stack_trace(
    content: bytes, expected: str
) -> None:
    with pytest.raises(BrandFileRefused) as refused:
        read_brand(content, "aurora.yaml", PLATFORMS)
    assert any(str(one).startswith(expected) for one in refused.value.problems)


def test_approval_is_the_brands_unless_the_channel_says_otherwise() -> None:
    text = GOOD.replace('"2002"\n', '"2002"\n    approval: client\n')
    brand = read(text + "  clients: [owner@bar.example]\n  approvers: [lena@aurora.example]\napproval: internal\n")
    assert [brand.reviewer_of(one) for one in brand.channels] == ["internal", "client"]
    exempt = read(text.replace("approval: client", "approval: none") + "approval: internal\n")
    assert [exempt.reviewer_of(one) for one in exempt.channels] == ["internal", None]
    assert {read(GOOD).reviewer_of(one) for one in read(GOOD).channels} == {None}


def test_a_clients_approval_without_a_client_is_refused_at_each_place_that_asks_for_it() -> None:
    words = "'client' needs somebody to ask: name the client's addresses under people.clients"
    text = GOOD.replace('"2002"\n', '"2002"\n    approval: client\n') + "approval: client\n"
    assert problems(text) == [
        f"aurora.yaml:16:5: channels[1].approval: {words}",
        f"aurora.yaml:23:1: approval: {words}",
    ]


def test_an_approval_of_another_kind_is_refused_with_those_there_are() -> None:
    found = problems(GOOD + "approval: lawyer\n")
    assert found == ["aurora.yaml:22:1: approval: 'lawyer' is not one of them; allowed: 'none', 'internal', 'client'"]


def test_posts_go_to_no_ad_account_and_advertisements_to_no_channel() -> None:
    (account,) = problems(GOOD.replace("platform: meta_ads", "platform: facebook"))
    assert account == (
        "aurora.yaml:17:16: ad_accounts[0].platform: 'facebook' is where posts go, not advertisements: "
        "write the platform that bills them; allowed: meta_ads"
    )
    (channel,) = problems(GOOD.replace("platform: x", "platform: meta_ads"))
    assert channel == (
        "aurora.yaml:14:5: channels[1].platform: 'meta_ads' takes advertisements, not posts: "
        "name the account under ad_accounts; allowed: facebook, instagram, x"
    )
