"""What strangers write steers neither a terminal nor a mail, a page or a calendar program."""

import io
import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar
from rich.console import Console
from rich.text import Text

from portavoce.brands.model import Language
from portavoce.cli.display import new_table
from portavoce.cli.frame import ContainedConsole, print_json
from portavoce.contained_text import contain_cell, contain_line, contain_text
from portavoce.feed.icalendar_document import calendar_feed
from portavoce.publishing.model import Content
from portavoce.reporting.compose import LEAD, Speaker, compose
from portavoce.templates import open_templates
from tests.aurora import AURORA
from tests.faults.world import planned

# A clipboard written, a screen wiped, a title set (xterm, "Operating System Commands"), 8-bit CSI, a bell; then what
# reverses "gpj.exe" (Unicode TR 36, 3.1), an isolate left open, a line separator, half of a surrogate pair.
EVIL = (
    "nice\x1b]52;c;cm0gLXJmIH4K\x07 \x1b[2J\x1b]0;owned\x07\x9b31m "
    "\u202egpj.exe\u202c \u2067open\u2069 \u2069\u2067\u2028 \ud83d\r\x00"
)
STEERS = "\x00\x07\x1b\x7f\x9b\r\u2028\u202a\u202b\u202c\u202d\u202e\ud83d"
ARABIC = "\u0645\u0631\u062d\u0628\u0627\u200f \u200emy\u200c \U0001f468\u200d\U0001f469\u200d\U0001f467 \u2764\ufe0f"


def steers(text: str) -> list[str]:
    return [one for one in STEERS if one in text]


@given(st.text(alphabet=st.characters() | st.sampled_from("\u2066\u2067\u2068\u2069\u202e\x1b\x9b\n\t")))
def test_nothing_that_steers_is_left_and_containing_twice_changes_nothing(text: str) -> None:
    plain = contain_text(text)
    assert contain_text(plain) == plain
    assert {one for one in plain if unicodedata.category(one) in {"Cc", "Cs"}} <= {"\n", "\t"}
    assert not any(unicodedata.bidirectional(one) in {"LRE", "RLE", "LRO", "RLO", "PDF"} for one in plain)
    for line in plain.split("\n"):
        depth = 0
        for one in line:
            depth += (one in "\u2066\u2067\u2068") - (one == "\u2069")
            assert depth >= 0
        assert depth == 0
    assert not {"\n", "\t", "\u2028"} & set(contain_line(text))


@pytest.mark.parametrize("text", [ARABIC, "a\u2068B\u2069 c", "one\ntwo\tthree", "caff\u00e8 \u2615\ufe0f"])
def test_what_people_write_stays_as_it_is(text: str) -> None:
    assert contain_text(text) == text


@pytest.mark.parametrize("cell", [EVIL, Text(EVIL, style="red")])
def test_no_cell_of_a_table_steers_the_terminal(cell: str | Text) -> None:
    out = io.StringIO()
    table = new_table("said")
    table.add_row(cell)
    Console(file=out, force_terminal=True, width=200, color_system=None).print(table)
    assert "nice" in out.getvalue()
    assert steers(out.getvalue()) == []


@pytest.mark.parametrize("said", [EVIL, Text(EVIL), Text.assemble((EVIL, "bold"), EVIL)])
def test_nothing_that_is_printed_steers_the_terminal(said: str | Text) -> None:
    out = io.StringIO()
    ContainedConsole(file=out, force_terminal=True, width=200, color_system=None).print(said, markup=False)
    assert "nice" in out.getvalue()
    assert [one for one in steers(out.getvalue()) if one != "\x1b"] == []
    assert "\x1b]" not in out.getvalue()
    assert "\x1b[2J" not in out.getvalue()


def test_json_for_machines_is_whole_and_escaped(capsys: pytest.CaptureFixture[str]) -> None:
    print_json({"text": EVIL + "\x7f"})
    out = capsys.readouterr().out
    assert steers(out) == []
    assert json.loads(out) == {"text": EVIL + "\x7f"}


@pytest.mark.parametrize("language", ["en", "it", "ar"])
def test_no_mail_is_steered_by_who_is_quoted_in_it(language: Language) -> None:
    facts = {
        "author_name": f"{EVIL}\nBcc: all@aurora.example",
        "permalink": EVIL,
        "created_at": "2026-11-23T10:00:00+00:00",
    }
    facts |= {"channel": "facebook"}
    mail = compose(LEAD, facts, Speaker("aurora", f"Aurora{EVIL}", language, "Europe/Rome"), quote=EVIL)
    assert [steers(part) for part in mail] == [[], [], []]
    assert "\n" not in mail.subject
    assert sum(mail.text.count(one) for one in "\u2066\u2067\u2068") == mail.text.count("\u2069")


def test_no_control_character_reaches_a_page_and_what_is_escaped_is_escaped_once(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("{{ said }} {{ said | e }}")
    said = open_templates(tmp_path).get_template("page.html").render(said=f"<b>{EVIL}")
    assert [one for one in steers(said) if unicodedata.category(one) == "Cc"] == []
    assert said.count("&lt;b&gt;nice") == 2


def test_no_calendar_program_is_steered() -> None:
    feed = calendar_feed(
        AURORA.model_copy(update={"name": f"Aurora\n{EVIL}"}), [planned(content=Content(text="Ciao" + EVIL[:40]))]
    )
    assert str(Calendar.from_ical(feed)["X-WR-CALNAME"]).startswith("Aurora nice")
    assert [one for one in steers(feed.decode()) if one != "\r"] == []


@pytest.mark.parametrize(
    "cell", ["=1", "+39", "-1+1", "-1e5", "--1", "@x", "\t1", "\r1", " =1", "\uff1d1", "-2+cmd|'/C'!A0"]
)
def test_no_cell_of_a_file_is_run_by_a_spreadsheet(cell: str) -> None:
    assert contain_cell(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["12.50", "0", "Lancio = estate", ""])
def test_what_begins_as_no_formula_does_stays_as_it_is(cell: str) -> None:
    assert contain_cell(cell) == cell
