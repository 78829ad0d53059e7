"""A list with rows that show nothing, or in another order than promised, proves no absence."""

from typing import Any

import pytest

from portavoce.platforms.outcomes import Found, Unclear
from tests.platform_lists import looked_up, post

LISTS = ["facebook", "x", "mastodon"]
OLD = {"id": "3", "content": "<p>Buongiorno</p>", "created_at": "2019-01-01T08:00:00.000Z"}
OURS = {"id": "5", "content": "<p>Due foto</p>", "created_at": "2026-11-23T10:00:02.000Z"}
REST: dict[str, Any] = {"media_attachments": [], "in_reply_to_id": None}


def listed(platform: str, rows: object) -> object:
    return rows if platform == "mastodon" else {"data": rows, "meta": {"result_count": 1}}


@pytest.mark.parametrize("platform", LISTS)
@pytest.mark.parametrize("row", [None, "1", 7, [], {}])
def test_a_row_that_shows_nothing_leaves_it_open(platform: str, row: object) -> None:
    assert isinstance(looked_up(platform, post(), listed(platform, [row])), Unclear)


@pytest.mark.parametrize("rows", [{"id": "1"}, "none", 0, True])
@pytest.mark.parametrize("platform", LISTS)
def test_what_is_no_list_leaves_it_open(platform: str, rows: object) -> None:
    assert isinstance(looked_up(platform, post(), listed(platform, rows)), Unclear)


def test_a_status_that_was_dated_back_hides_none_behind_it() -> None:
    """Servers that import older statuses list them where they were imported."""
    assert isinstance(looked_up("mastodon", post(), [OLD | REST, OURS | REST]), Found)


def test_a_list_of_x_that_shows_fewer_than_it_counts_leaves_it_open() -> None:
    row = {"id": "1", "text": "altro", "created_at": "2026-11-23T10:00:02.000Z"}
    assert isinstance(looked_up("x", post(), {"data": [row], "meta": {"result_count": 2}}), Unclear)


@pytest.mark.parametrize("meta", [[], "none", 3])
def test_a_list_of_x_without_its_count_leaves_it_open(meta: object) -> None:
    assert isinstance(looked_up("x", post(), {"meta": meta}), Unclear)
