"""What a platform colours in a text."""

import pytest

from portavoce.text_marks import mark_text


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("Look: https://aurora.example/a?b=1, now", [("link", "https://aurora.example/a?b=1")]),
        ("(see https://aurora.example).", [("link", "https://aurora.example")]),
        ("شاهد https://aurora.example، الآن", [("link", "https://aurora.example")]),
        ("#caffè e #قهوة, non #1", [("tag", "#caffè"), ("tag", "#قهوة")]),
        ("with @bar.roma. and @ada@mastodon.example!", [("name", "@bar.roma"), ("name", "@ada@mastodon.example")]),
        ("mail ada@aurora.example or C# or https://aurora.example/#top", [("link", "https://aurora.example/#top")]),
    ],
)
def test_links_tags_and_names_are_marked_and_nothing_else_is(text: str, marked: list[tuple[str, str]]) -> None:
    found = mark_text(text)
    assert "".join(one.text for one in found) == text, "no letter is lost or added"
    assert [(one.mark, one.text) for one in found if one.mark != "plain"] == marked


def test_an_address_stays_plain_where_the_platform_links_none() -> None:
    found = mark_text("https://aurora.example #caffè", takes_link=False)
    assert [one.mark for one in found] == ["plain", "tag"]
