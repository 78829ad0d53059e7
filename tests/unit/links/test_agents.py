"""Whether a click is a person's."""

from pathlib import Path

import pytest

from portavoce.links.agents import identify_follower, read_purpose

HERE = Path(__file__).parent


def listed(name: str) -> list[str]:
    return [line for line in (HERE / name).read_text().splitlines() if not line.startswith("# ")]


@pytest.mark.parametrize(
    ("name", "kind"),
    [("bots.txt", "bot"), ("people.txt", "person"), ("more_bots.txt", "bot"), ("more_people.txt", "person")],
)
def test_of_a_list_from_another_source_at_least_98_in_100_are_told_apart(name: str, kind: str) -> None:
    agents = listed(name)
    wrong = [agent for agent in agents if identify_follower(agent, "") != kind]
    assert len(agents) == 100
    assert len(wrong) <= 2, wrong


@pytest.mark.parametrize(
    "agent",
    [
        "",
        "node",
        "Mozilla/5.0 (compatible; Bluesky Cardyb/1.1; +mailto:support@bsky.app)",
        "Pleroma 2.6.0; https://social.example",
        "http.rb/5.1.1 (Mastodon/4.2.8; +https://mastodon.social/) Bot",
        "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
        "Viber/20.0 CFNetwork/1121.2.2 Darwin/19.3.0",
    ],
)
def test_what_platforms_fetch_links_with_is_a_bot(agent: str) -> None:
    assert identify_follower(agent, "") == "bot"


@pytest.mark.parametrize(
    "agent",
    [
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 "
        "[FBAN/FBIOS;FBAV/450.0.0.38.108;FBBV/564431005;FBDV/iPhone14,5]",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 "
        "Instagram 320.0.2.29.98 (iPhone14,5; iOS 17_4; it_IT; it; scale=3.00)",
        "Mozilla/5.0 (Linux; Android 12; CUBOT P60 Build/S; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 "
        "Chrome/120.0.6099.144 Mobile Safari/537.36",
        "Mozilla/5.0 (Linux; Android 13; SM-S901B; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 "
        "Chrome/120.0.0.0 Mobile Safari/537.36 musical_ly_2023 BytedanceWebview/d8a21c6",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 "
        "[LinkedInApp]/9.29.8962",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 "
        "Safari Line/14.2.0",
    ],
)
def test_a_browser_inside_an_app_is_a_person(agent: str) -> None:
    assert identify_follower(agent, "") == "person"


@pytest.mark.parametrize(
    ("headers", "purpose"),
    [
        ({"sec-purpose": "prefetch;prerender"}, "prefetch"),
        ({"purpose": "prefetch"}, "prefetch"),
        ({"x-moz": "prefetch"}, "prefetch"),
        ({"x-purpose": "preview"}, "preview"),
        ({}, ""),
    ],
)
def test_what_a_browser_asks_ahead_of_a_person_is_told_by_its_headers(headers: dict[str, str], purpose: str) -> None:
    assert read_purpose(headers) == purpose
