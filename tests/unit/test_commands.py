"""A command that is pasted speaks to the stage that its text came from."""

import pytest

from portavoce.commands import complete_commands, split_commands


@pytest.mark.parametrize(
    ("text", "stage", "expected"),
    [
        ("see `portavoce status`.", "prod", "see `portavoce status --stage prod`."),
        ("`portavoce post now a.b.x` or `portavoce status`", "local:4666", None),
        ("see `portavoce status`.", "dev", "see `portavoce status`."),
        ("see `portavoce status`.", None, "see `portavoce status`."),
        ("see `portavoce status --stage prod`.", "local", "see `portavoce status --stage prod`."),
        ("portavoce is a word, `make demo` is not ours", "prod", "portavoce is a word, `make demo` is not ours"),
        ("`make deploy STAGE=… MAIL_FROM=…`", "prod", "`make deploy STAGE=prod MAIL_FROM=…`"),
    ],
)
def test_each_command_in_a_text_names_its_stage_once(text: str, stage: str | None, expected: str | None) -> None:
    two = "`portavoce post now a.b.x --stage local:4666` or `portavoce status --stage local:4666`"
    assert complete_commands(text, stage) == (expected or two)
    assert complete_commands(complete_commands(text, stage), stage) == complete_commands(text, stage)


def test_a_command_among_words_is_told_apart_from_them_and_from_what_others_quote() -> None:
    text = "Send it with `portavoce post now a.b.x`, or `wait`."
    assert [*split_commands(text)] == [
        ("Send it with ", False),
        ("portavoce post now a.b.x", True),
        (", or `wait`.", False),
    ]
