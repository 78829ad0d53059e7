"""What a browser loads: two small files that are kept for a year."""

import gzip

from infra.assets import assets_folder
from portavoce.console.assets import asset_names
from portavoce.table.table import Table
from tests.console import Browser

MOST_BYTES = 30_000


def test_script_and_style_of_all_pages_are_thirty_kilobytes_at_most() -> None:
    sizes = {one.name: one.stat().st_size for one in (assets_folder() / "python/console_assets").glob("*.gz")}
    assert len(sizes) == 2
    assert sum(sizes.values()) <= MOST_BYTES, sizes


def test_a_file_is_kept_for_a_year_under_the_name_of_its_content_and_needs_no_session(stage: Table) -> None:
    for name, kind in zip(asset_names(), ("text/css", "text/javascript"), strict=True):
        found = Browser().get(f"/{name}")
        assert (found.status, found.headers["cache-control"]) == (200, "public, max-age=31536000, immutable")
        assert found.headers["content-type"] == f"{kind}; charset=utf-8"
        assert len(found.text) > 1000


def test_a_file_of_an_earlier_release_is_not_there(stage: Table) -> None:
    assert Browser().get("/console.0123456789abcdef.css").status == 303


def test_the_script_holds_htmx_its_policy_and_no_map() -> None:
    (script,) = (assets_folder() / "python/console_assets").glob("*.js.gz")
    text = gzip.decompress(script.read_bytes()).decode()
    assert "hx-csp" in text
    assert "sourceMappingURL" not in text


def test_the_style_knows_no_left_and_no_right_but_where_a_shadow_has_its_twin() -> None:
    (style,) = (assets_folder() / "python/console_assets").glob("*.css.gz")
    lines = gzip.decompress(style.read_bytes()).decode().splitlines()
    sided = [one for one in lines if any(word in one for word in ("-left", "-right", " left:", " right:"))]
    assert sided == []
