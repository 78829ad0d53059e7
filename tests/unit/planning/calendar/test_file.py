"""A calendar file: its rows as the spreadsheet numbers them, or what to correct and where."""

import csv
import io

import pytest

from portavoce.planning.calendar.file import Calendar, read_calendar
from portavoce.planning.calendar.sheet import CalendarRefused
from portavoce.platforms.contract import Poll

HEADER = "post,channel,when,text,media,alt_text,link,pillar,campaign,zone"
ITALIAN = "Perché no? Città, caffè, più… ☕️"
ARABIC = "مساء الخير ☕️🌙\nقهوة عربية بالهيل \u200f(كل خميس)\u200f!"
ENGLISH = 'She said: "two, please" 👩🏽‍🍳'


def read(text: str) -> Calendar:
    return read_calendar(text.encode())


def refusal(content: bytes) -> str:
    with pytest.raises(CalendarRefused) as refused:
        read_calendar(content)
    return str(refused.value)


def test_texts_in_italian_arabic_and_emoji_are_read_character_by_character() -> None:
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(["post", "channel", "when", "text"])
    for number, text in enumerate((ITALIAN, ARABIC, ENGLISH)):
        writer.writerow([f"post-{number}", "x", "2026-11-24 09:30", text])
    assert [row.text for row in read(file.getvalue()).rows] == [ITALIAN, ARABIC, ENGLISH]


def test_every_column_is_read_and_empty_cells_are_nothing() -> None:
    (row,) = read(
        f"{HEADER}\nspring,x,2026-11-24 09:30,Ciao,images/a.jpg; images/b.jpg ,A cup;,https://aurora.example,craft,may,UTC"
    ).rows
    assert (row.media, row.alt_texts) == (("images/a.jpg", "images/b.jpg"), ("A cup", ""))
    assert (row.link, row.pillar, row.campaign, row.zone) == ("https://aurora.example", "craft", "may", "UTC")
    (bare,) = read(f"{HEADER}\nspring,x,2026-11-24 09:30,Ciao,,,,,,").rows
    assert (bare.media, bare.link, bare.pillar, bare.campaign, bare.zone) == ((), None, None, None, None)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_file_is_read_as_any_spreadsheet_saves_it(separator: str, line_end: str, mark: str) -> None:
    lines = [["Post ", "channel", "WHEN", "text"], ["spring", "x", "2026-11-24 09:30", '"Ciao;, tutti"']]
    text = mark + line_end.join(separator.join(line) for line in lines) + line_end
    (row,) = read(text).rows
    assert (row.row, row.post, row.text) == (2, "spring", "Ciao;, tutti")


def test_rows_are_numbered_as_the_spreadsheet_shows_them() -> None:
    text = f'{HEADER}\na,x,t,"two\nlines",,,,,,\n\n,,,,,,,,,\nb,x,t,one,,,,,,\n'
    assert [(row.row, row.post) for row in read(text).rows] == [(2, "a"), (5, "b")]


@pytest.mark.parametrize("column", ["post", "channel", "when", "text"])
def test_a_missing_column_is_named_and_the_columns_are_listed(column: str) -> None:
    header = ",".join(name for name in HEADER.split(",") if name != column)
    message = refusal(f"{header}\n".encode())
    assert message.startswith(f"row 1: the column {column} is missing; the columns are post, channel, when, text")
    assert message.endswith("allow, pillar, campaign, product, zone")


def test_a_misspelt_or_repeated_column_is_refused_and_not_left_out() -> None:
    assert "the column alt_txt is not known" in refusal(HEADER.replace("alt_text", "alt_txt").encode())
    assert "the column text stands there twice" in refusal(f"{HEADER},text".encode())


def test_an_empty_file_misses_all_columns() -> None:
    assert "post, channel, when, text is missing" in refusal(b"")


def test_bytes_that_are_not_utf8_are_refused_with_line_and_byte() -> None:
    content = f"{HEADER}\nspring,x,2026-11-24 09:30,Citt".encode() + b"\xe0,,,,,,\n"
    assert refusal(content).startswith("line 2, byte 31 (0xE0) is not UTF-8: save the file as UTF-8")


def test_a_quote_that_is_never_closed_is_refused_with_its_row() -> None:
    assert refusal(f'{HEADER}\na,x,t,one,,,,,,\nb,x,t,"two,,,,,,\n'.encode()).startswith("row 3, line 3:")


def test_the_same_post_on_the_same_channel_is_refused_with_the_row_that_has_it() -> None:
    calendar = read(f"{HEADER}\na,x,t,one,,,,,,\na,facebook,t,one,,,,,,\na,x,t,two,,,,,,")
    (remark,) = calendar.refused
    assert str(remark).startswith("row 4, a on x: row 2 plans the same post on the same channel")
    assert len(calendar.rows) == 2


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (",x,t,one,,,,,,", "post must not be empty"),
        ("a,,,one,,,,,,", "channel and when must not be empty"),
        ("a", "channel and when must not be empty"),
        ("Spring Launch,x,t,one,,,,,,", "'Spring Launch' is not a post id: use lower-case letters"),
        ("a,x,t,one,two,three,four,five,six,seven,eight", "11 cells for 10 columns: a text that holds the separator"),
        ("a,x,t,one,a.jpg,first;second,,,,", "2 alt texts for 1 images"),
    ],
)
def test_a_row_that_cannot_be_read_is_refused_alone_with_its_number(line: str, expected: str) -> None:
    calendar = read(f"{HEADER}\n{line}\nb,x,t,fine,,,,,,")
    (remark,) = calendar.refused
    assert remark.row == 2
    assert remark.message.startswith(expected)
    assert [row.post for row in calendar.rows] == ["b"]


def test_a_calendar_of_more_rows_than_are_held_in_memory_is_refused() -> None:
    lines = [f"post-{number},x,t,one,,,,,," for number in range(3)]
    with pytest.raises(CalendarRefused) as refused:
        read_calendar("\n".join([HEADER, *lines]).encode(), most_rows=2)
    assert str(refused.value) == "the calendar has 3 rows, at most 2 fit: split it, by year say"


MORE = "post,channel,when,text,kind,media,alt_text,first_comment,poll,poll_minutes,content_warning,visibility,allow"


def row_of(**cells: str) -> str:
    """A calendar of one row with these cells."""
    given = {"post": "spring", "channel": "x", "when": "2026-11-24 09:30", "text": "Ciao"} | cells
    file = io.StringIO()
    csv.DictWriter(file, MORE.split(",")).writerow(given)
    return f"{MORE}\n{file.getvalue()}"


def test_a_line_of_three_hyphens_begins_the_next_post_of_a_thread_with_its_own_media() -> None:
    text = f"{ITALIAN}\n---\n{ARABIC}\r\n --- \r\nlast — with -- hyphens\n-- -\nand more"
    (row,) = read(row_of(text=text, media="a.jpg; b.jpg | | c.mp4", alt_text="A; B | | C")).rows
    assert row.text == ITALIAN
    assert [part.text for part in row.thread] == [ARABIC, "last — with -- hyphens\n-- -\nand more"]
    assert (row.media, row.thread[0].media, row.thread[1].media) == (("a.jpg", "b.jpg"), (), ("c.mp4",))
    assert (row.alt_texts, row.thread[1].alt_texts) == (("A", "B"), ("C",))


def test_kinds_comments_polls_warnings_and_what_is_allowed_are_read() -> None:
    (row,) = read(
        row_of(
            kind="reel",
            first_comment="Il menù\nè qui",
            poll="Espresso; Moka;فلتر",
            poll_minutes="90",
            content_warning="cibo",
            visibility="unlisted",
            allow="duplicate; quiet_hours",
        )
    ).rows
    assert (row.kind, row.first_comment, row.content_warning, row.visibility) == (
        "reel",
        "Il menù\nè qui",
        "cibo",
        "unlisted",
    )
    assert row.poll == Poll(options=("Espresso", "Moka", "فلتر"), duration_minutes=90)
    assert row.allow == ("duplicate", "quiet_hours")
    (day,) = read(row_of(poll="a;b")).rows
    assert day.poll == Poll(options=("a", "b"), duration_minutes=24 * 60)


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"kind": "carousel"}, "'carousel' is no kind: write post, reel, story"),
        ({"visibility": "friends"}, "'friends' is no visibility: write public, unlisted, followers"),
        ({"allow": "everything"}, "'everything' is no allow: write duplicate, quiet_hours, blackout, fee_cap"),
        ({"poll": "a;b", "poll_minutes": "1 day"}, "'1 day' is no number of minutes for the poll"),
        ({"text": "a\n---\nb", "media": "1|2|3"}, "the column media has 3 parts for a thread of 2 posts"),
    ],
)
def test_a_cell_that_says_nothing_known_is_refused_with_what_it_may_say(cells: dict[str, str], reason: str) -> None:
    (remark,) = read(row_of(**cells)).refused
    assert remark.message == reason
