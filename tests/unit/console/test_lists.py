"""Calendar, posts, numbers, money, brand and reports: what stands today, for whom it is, and what it costs to read."""

from datetime import UTC, datetime, timedelta

import pytest

from portavoce.brands.model import Brand
from portavoce.brands.strategy.model import Audience
from portavoce.console.figure_names import FIGURE_NAMES
from portavoce.console.pages.numbers import PERIODS
from portavoce.console.post_states import POST_STATES
from portavoce.console.texts import LANGUAGES
from portavoce.measuring.definitions import DEFINITIONS
from portavoce.measuring.model import ContentType
from portavoce.people.model import Role
from portavoce.publishing.model import Approval, PublicationState
from portavoce.reporting.model import Alert, AlertKind
from portavoce.reporting.phrases import translate
from portavoce.reporting.records import Alerts
from portavoce.runtime.wiring.brands import brands
from portavoce.runtime.wiring.measuring import dashboards
from portavoce.table.table import Table
from tests.aurora import AURORA, DOCUMENT
from tests.console import sign_in
from tests.console_rows import add_alerts, add_numbers, add_people, add_series, add_spend, keep_post
from tests.stage import MORNING

LISTS = ("calendar", "posts", "numbers", "money", "brand", "reports")


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_list_of_nothing_says_so_in_each_language(stage: Table, name: str, language: str) -> None:
    brands().put(Brand.model_validate(DOCUMENT | {"budgets": [], "ad_accounts": []}), MORNING)
    found = sign_in(Role.OWNER, language=language).get(f"/aurora/{name}")
    assert found.status == 200
    says = {
        "calendar": "No post stands in this week.",
        "posts": "There is no series.",
        "numbers": "No post was published in this period.",
        "money": "The brand has no budgets.",
        "brand": "not set",
        "reports": "Nobody had to be told anything.",
    }[name]
    assert (says in found.main) is (language == "en")


def test_a_week_stands_day_by_day_on_the_brands_clocks(stage: Table) -> None:
    # MORNING is a Wednesday; half past eleven of Sunday evening in UTC is Monday in Rome.
    keep_post(stage, "late", datetime(2027, 3, 14, 23, 30, tzinfo=UTC))
    keep_post(stage, "noon", datetime(2027, 3, 14, 11, 0, tzinfo=UTC), text="<b>Domenica</b>")
    owner = sign_in(Role.OWNER)
    this, following = owner.get("/aurora/calendar").main, owner.get("/aurora/calendar?week=2027-03-15").main
    assert "&lt;b&gt;Domenica&lt;/b&gt;" in this
    assert "12:00" in this.partition("Sunday, March 14, 2027")[2]
    assert "late" not in this
    assert "00:30" in following
    assert "/console/aurora/calendar?week=2027-03-08" in following


def test_the_same_post_on_two_channels_is_one_line_until_it_stands_otherwise(stage: Table) -> None:
    at = MORNING + timedelta(hours=3)
    keep_post(stage, "tasting", at, text="Serata")
    keep_post(stage, "tasting", at, "x", text="Serata")
    owner = sign_in(Role.OWNER)
    assert owner.get("/aurora/calendar").main.count("Serata") == 1
    keep_post(stage, "tasting", at, "instagram", text="Serata", state=PublicationState.FAILED, next_step="Look")
    assert owner.get("/aurora/calendar").main.count("Serata") == 2


def test_a_client_sees_the_posts_that_ask_for_their_yes_and_a_seller_none(stage: Table) -> None:
    asks, inside = Approval(needed_from="client"), Approval(needed_from="internal")
    keep_post(stage, "shown", MORNING + timedelta(hours=1), approval=asks, state=PublicationState.IN_REVIEW)
    keep_post(stage, "inside", MORNING + timedelta(hours=2), approval=inside, state=PublicationState.IN_REVIEW)
    keep_post(stage, "plain", MORNING + timedelta(hours=3))
    client = sign_in(Role.CLIENT, email="client@aurora.example").get("/aurora/calendar").main
    assert [one for one in ("shown", "inside", "plain") if f">{one}<" in client] == ["shown"]
    seller = sign_in(Role.SALES, email="sales@aurora.example").get("/aurora/calendar").main
    assert "No post of this week asks for your yes." in seller
    assert "shown" not in seller


def test_each_state_has_an_icon_and_a_word() -> None:
    assert set(POST_STATES) == set(PublicationState)


def test_posts_are_shown_with_their_series_and_what_has_left_is_not(stage: Table) -> None:
    add_series(stage, "Buon lunedì", MORNING)
    keep_post(stage, "monday-1", MORNING + timedelta(days=1), series="monday")
    keep_post(stage, "gone", MORNING + timedelta(days=1), state=PublicationState.CANCELLED)
    text = sign_in(Role.CONTENT).get("/aurora/posts").main
    assert "FREQ=WEEKLY;BYDAY=MO" in text
    assert "of the series monday" in text
    assert "gone" not in text
    assert "Writing comes to this page later" in text


def test_numbers_say_what_is_known_of_when_and_why_the_rest_is_not(stage: Table) -> None:
    add_numbers(stage, MORNING)
    text = sign_in(Role.ANALYST).get("/aurora/numbers").main
    for said in (
        "1,328",
        "+128",
        "10.67",
        "45",
        "1 of 2 channels",
        "Counted by us as they came in",
        "not looked at yet",
    ):
        assert said in text, said
    assert "unknown" in text


@pytest.mark.parametrize("language", ["it", "ar"])
def test_a_figure_is_explained_in_the_readers_language(stage: Table, language: str) -> None:
    add_numbers(stage, MORNING)
    for days in PERIODS:
        for one in dashboards().of(AURORA, days, MORNING).figures:
            if one.name not in FIGURE_NAMES:  # the page leaves it to the command line
                continue
            for text in (one.definition, one.coverage, one.unavailable_reason):
                assert not text or translate(text, language) != text, text  # type: ignore[arg-type]
    said = sign_in(Role.ANALYST, language=language).get("/aurora/numbers").main
    assert DEFINITIONS["interactions"].says not in said


def test_money_shows_each_budget_with_its_end_and_what_listening_costs(stage: Table) -> None:
    text = sign_in(Role.CAMPAIGN_MANAGER).get("/aurora/money").main
    assert "the ad account meta has not been read yet" in text
    add_spend(stage, MORNING)
    text = sign_in(Role.CAMPAIGN_MANAGER).get("/aurora/money").main
    for said in ("€500.00", "are spent", "Listening on X", "$8.50 of at most $10.00"):
        assert said in text, said


def test_a_budget_for_days_of_its_own_and_what_was_told_of_it_are_shown_with_its_days(stage: Table) -> None:
    budget = {"id": "flight", "ad_account": "meta", "amount_minor": 80_000, "currency": "EUR"}
    flight = budget | {"first_day": "2027-03-01", "last_day": "2027-03-20"}
    brands().put(Brand.model_validate(DOCUMENT | {"budgets": [flight]}), MORNING)
    facts = {
        "budget": "Flight",
        "period": "2027-03-01..2027-03-20",
        "threshold_percent": "80",
        "spent_minor": "64000",
        "amount_minor": "80000",
        "currency": "EUR",
        "decimals": "2",
    }
    alert = Alert(alert_id="BUDGET#f", brand_id="aurora", kind=AlertKind.BUDGET_THRESHOLD, facts=facts,
                  raised_at=MORNING)  # fmt: skip
    Alerts(stage).raise_alert(alert)
    text = sign_in(Role.OWNER).get("/aurora/money").main
    assert "March 1 – March 20" in text
    assert "For 1 March – 20 March 2027, 640.00 EUR of 800.00 EUR have been spent" in text
    assert ".." not in text.replace("...", "")


def test_a_channel_is_called_by_its_platform_unless_the_brand_gave_it_a_name(stage: Table) -> None:
    keep_post(stage, "beans", MORNING + timedelta(hours=2), channel="x")
    pages = [sign_in(Role.OWNER).get(f"/aurora{page}").main for page in ("", "/calendar", "/posts", "/freeze")]
    assert [("> x<" in page or "· x<" in page, "X" in page) for page in pages] == [(False, True)] * len(pages)


def test_reports_tell_what_was_mailed_and_money_to_those_alone_who_may_read_it(stage: Table) -> None:
    add_alerts(stage, "X refused <script>", "Plan it for tomorrow.", MORNING)
    owner, writer = sign_in(Role.OWNER), sign_in(Role.CONTENT, email="leo@aurora.example")
    text = owner.get("/aurora/reports").main
    assert "X refused &lt;script&gt;" in text
    assert "mailed" in text
    assert "USD" in text
    assert "USD" not in writer.get("/aurora/reports").main
    assert "old-beans" in writer.get("/aurora/reports").main
    assert owner.get("/aurora/reports?cursor=guessed").status == 200


def test_the_menu_has_the_pages_in_the_designs_order(stage: Table) -> None:
    text = sign_in(Role.OWNER).get("/aurora").text.partition('class="pages"')[2].partition('class="more"')[0]
    places = [text.index(f'href="/console/aurora/{one}"') for one in ("calendar", "inbox", "numbers", "money", "brand")]
    assert places == sorted(places)


def test_who_follows_the_brand_stands_beside_its_audiences(stage: Table) -> None:
    brand = AURORA.model_copy(update={"audiences": (Audience(name="Vicini", countries=("IT",), ages="25-44"),)})
    brands().put(brand, MORNING)
    add_people(stage, MORNING)
    text = sign_in(Role.ANALYST).get("/aurora/numbers/people").main
    for said in (
        "Vicini",
        "at least 37.5 %",
        "75 %",
        "of 2 channels tell it",
        "Too few people",
        "Told until November 14, 2025",
    ):
        assert said in text, said
    assert "tells nobody who follows" in text


@pytest.mark.parametrize("form", ContentType)
def test_a_post_of_any_form_stands_on_the_page_and_what_was_made_elsewhere_says_so(
    stage: Table, form: ContentType
) -> None:
    add_numbers(stage, MORNING, form=form, source="outside")
    text = sign_in(Role.ANALYST).get("/aurora/numbers").main
    assert "made elsewhere" in text


def test_an_alert_about_money_is_seen_or_put_off_by_whoever_steers_it(stage: Table) -> None:
    add_alerts(stage, "late", "Look there.", MORNING)
    named = {"alert": "of-budget_currency"}
    reader = sign_in(Role.ANALYST)
    assert "I have seen it" not in reader.get("/aurora/money").main
    assert reader.post("/aurora/money/seen", named).status == 403
    steerer = sign_in(Role.CAMPAIGN_MANAGER, email="bea@aurora.example")
    page = steerer.get("/aurora/money").main
    assert "of-publication_failed" not in page
    assert steerer.post("/aurora/money/later", named | {"days": "3"}).status == 303
    assert "Put off until" in steerer.get("/aurora/money").main
    assert steerer.post("/aurora/money/later", named | {"days": "400"}).status == 404
    assert steerer.post("/aurora/money/seen", {"alert": "of-publication_failed"}).status == 404
    assert steerer.post("/aurora/money/seen", named).status == 303
    assert "of-budget_currency" not in steerer.get("/aurora/money").main
