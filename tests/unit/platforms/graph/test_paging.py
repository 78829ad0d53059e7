"""Lists of the Graph API, whose pages do not always say what its documentation says.

Source: Graph API, "Paginated Results": cursors, and `next` left out of the last page; edges paged by time have `next`
and no cursors."""

from typing import Any

import httpx2
import pytest
from pydantic import SecretStr

from portavoce.platforms.contract import ReadFailed
from portavoce.platforms.graph.client import Graph
from portavoce.platforms.http import Http

_NEXT = "https://graph.example/v26.0/1/comments?after=A"


def rows(*pages: dict[str, Any]) -> list[str]:
    """The ids of a list whose pages these are, the last of them for ever."""
    left = list(pages)

    def answer(_: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(200, json=left.pop(0) if len(left) > 1 else left[0])

    graph = Graph(Http("https://graph.example", httpx2.MockTransport(answer)), SecretStr("t"), "v26.0")
    return [row["id"] for row in graph.rows("1/comments", {"limit": "50"})]


def page(*ids: str, **paging: Any) -> dict[str, Any]:
    return {"data": [{"id": one} for one in ids], "paging": paging}


def test_a_page_without_rows_is_followed_by_the_next() -> None:
    assert rows(page(cursors={"after": "A"}, next=_NEXT), page("1", cursors={"after": "B"})) == ["1"]


@pytest.mark.parametrize("paging", [{"paging": None}, {"paging": []}, {"paging": {"next": None}}, {}], ids=str)
def test_a_page_that_names_no_next_is_the_last(paging: dict[str, Any]) -> None:
    assert rows({"data": [{"id": "1"}]} | paging) == ["1"]


@pytest.mark.parametrize("row", [None, "2", 2, []])
def test_nothing_is_concluded_from_a_list_with_a_row_that_shows_nothing(row: object) -> None:
    with pytest.raises(ReadFailed, match="shows nothing"):
        rows({"data": [{"id": "1"}, row]})


@pytest.mark.parametrize("cursors", [{}, {"cursors": None}, {"cursors": {}}, {"cursors": {"after": "A"}}], ids=str)
def test_a_list_that_goes_on_nowhere_or_in_a_circle_is_not_read_to_its_end(cursors: dict[str, Any]) -> None:
    with pytest.raises(ReadFailed, match="does not say where"):
        rows(page("1", next=_NEXT, **cursors))
