"""Broken calendars of separated values: each is mended where it can only mean one thing, or refused with row, column
and what to do."""

import pytest

from portavoce.planning.calendar.file import Calendar, read_calendar
from portavoce.planning.calendar.sheet import CalendarRefused
from tests.unit.planning.calendar.sheets import separated, told, zipped

AT = "2026-12-01 09:30"
FINE = f"fine,x,{AT},Ciao,"


def rows_of(calendar: Calendar) -> list[tuple[int, str, str, str]]:
    return [(row.row, row.post, row.channel, row.text) for row in calendar.rows]


@pytest.mark.parametrize(
    "content",
    [
        separated(FINE, end="\r"),
        separated(FINE, end="\r\n\r\n"),
        separated(FINE, "", ",,,,", "  ,,,,"),
        separated(FINE.removesuffix(",")),
        separated(FINE + ","),
        separated(FINE, headings="post,channel,when,text,first_comment,,,"),
        separated(FINE, headings="Post,CHANNEL, When ,Text,First comment"),
        separated(FINE, headings="Post,Canale,Data e ora,Testo,Primo commento"),
        separated(FINE, headings="المنشور,القناة,الموعد,النص,التعليق الأول"),
        separated(FINE, headings='“post”,channel:,"when",text*,first-comment'),
        separated(FINE, headings="ｐｏｓｔ,channel\u200b,\ufeffwhen,te\u00adxt,first\u00a0comment"),
        separated("Calendar of December 2026", "", "post,channel,when,text,first_comment", FINE, headings="Aurora;"),
        b"\xef\xbb\xbf" + separated(FINE),
        separated(FINE).decode().encode("utf-16"),
        b"\xfe\xff" + separated(FINE).decode().encode("utf-16-be"),
        b"sep=,\r\n" + separated(FINE),
        b'"sep=;"\r\n' + separated(FINE).replace(b",", b";"),
        b"sep=|\n" + separated(FINE).replace(b",", b"|"),
        separated(FINE, headings="Pòst,Canàle,Quándo,TÈSTO,Primo Commento"),
        separated(FINE, headings="Post (id),Channel [short],When (Rome),Text* (max. 280),First comment:"),
        separated("fine,x,2026-12-01 9h30,Ciao,"),
        separated("fine,x,2026–12–01 09:30,Ciao,"),
        separated("fine,x,2026-12-01T09:30,Ciao,"),
        separated("fine,x,2026-12-01 9:30 AM,Ciao,"),
        separated("fine,x,2026/12/01 9.30,Ciao,"),
        separated("fine,x\u200d,\u200f2026-12-01 09:30\u200e,Ciao,"),
        f"post,channel,when,text\r\n\ufefffine,x,{AT},Ciao\n".encode(),
        f"post;channel;when;text\rfine;x;{AT};Ciao\r\n".encode(),
        separated("\u200ffine, x ,2026-12-01\u00a009:30,Ciao,"),
        separated(f"fine,X,{AT},Ciao,"),
        separated("ｆｉｎｅ,x,２０２６-１２-０１ ٠٩:٣٠,Ciao,"),
        separated(f'fine,x,{AT},"Ciao",""'),
        separated(f"fine,x,{AT},Ciao, ").replace(b", \n", b",\t\n"),
    ],
)
def test_a_calendar_that_can_only_mean_one_thing_is_read_as_it_is_meant(content: bytes) -> None:
    calendar = read_calendar(content)
    assert (calendar.refused, [row[1:] for row in rows_of(calendar)]) == ((), [("fine", "x", "Ciao")])
    assert calendar.rows[0].when == AT


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (separated(FINE, headings="post,channel,when,text,text"), ("row 1", "text stands there twice")),
        (separated(FINE, headings="post,canale,channel,when,testo"), ("row 1", "channel stands there twice")),
        (separated(FINE, headings="post,channel,when,text,frist_comment"), ("row 1", "is first_comment meant?")),
        (
            separated(FINE, headings="post,channel,when,txet,link"),
            ("row 1", "column text is missing (is “txet” meant?)"),
        ),
        (separated(FINE, headings="post,channel,when,text,"), ()),
        (separated(FINE, headings="post,channel,,when,text"), ("row 1", "(empty) is not known")),
        (separated(FINE, headings="post,channel,when,text,date"), ("row 1", "date stands there twice")),
        (separated(FINE, headings="post,channel,date,text,link"), ("row 1", "time is missing")),
        (separated("", "post,canal,when,text", headings="Aurora"), ("row 3", "channel is missing (is “canal” meant?)")),
        (separated(f'a,x,{AT},"Ciao', FINE), ("row 2", "check the quotes")),
        (separated(f'a,x,{AT},"Ciao" a tutti,', FINE), ("row 2", "check the quotes")),
        (separated(f"a,x,{AT},{'a' * 200_000},"), ("row 2", "field larger than", "check the quotes")),
        (separated(f"a,x,{AT},Città,").decode().encode("cp1252"), ("line 2", "“CSV UTF-8”", "“Città”")),
        (separated(f"a,x,{AT},قهوة بالهيل,").decode().encode("cp1256"), ("line 2", "“CSV UTF-8”", "“قهوة”")),
        (separated(FINE).decode().encode("utf-16-le"), ("UTF-16", "“CSV UTF-8”")),
        (separated(FINE).decode().encode("utf-32"), ("“CSV UTF-8”",)),
        (b"\xff\xfe" + separated(FINE)[:31], ("UTF-16",)),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", ("a PDF", ".xlsx")),
        (b"<html><table><tr><td>post</td></tr></table>", ("a web page", "save it as .xlsx")),
        (b"<!DOCTYPE html><table><tr><td>post</td></tr></table>", ("a web page", "save it as .xlsx")),
        (b'<?xml version="1.0"?><Workbook/>', ("XML", "save it as .xlsx")),
        (b"{\\rtf1\\ansi post,channel,when,text}", ("a text document",)),
        (b"\x1f\x8b\x08\x00\x00\x00\x00\x00", ("compressed", "unpack it")),
        (b'[{"post": "a", "channel": "x"}]', ("JSON",)),
        (b'{"rows": []}', ("JSON",)),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), ("old Excel file", "save it as .xlsx")),
        (zipped("Index/Document.iwa"), ("Apple Numbers", ".xlsx")),
        (zipped("content.xml"), ("LibreOffice", "save it as .xlsx")),
        (zipped("calendar.csv"), ("ZIP file", "unpack it")),
        (separated(FINE, headings="post|channel|when|text|first_comment"), ("row 1", "is missing")),
        (b"post,a\nchannel,x\nwhen,2026-12-01 09:30\ntext,Ciao\n", ("row 1", "channel, when, text is missing")),
        (b"| post | channel | when | text |\n|---|---|---|---|\n| a | x | 9:30 | Ciao |\n", ("row 1", "is missing")),
        (b"", ("row 1", "is missing")),
        (b"\n\n  \n", ("row 1", "is missing")),
    ],
)
def test_a_file_that_is_no_calendar_is_refused_with_its_place_and_what_to_do(
    content: bytes, words: tuple[str, ...]
) -> None:
    if not words:
        assert told(read_calendar(content)) == []
        return
    with pytest.raises(CalendarRefused) as refused:
        read_calendar(content)
    assert [one for one in words if one not in str(refused.value)] == [], str(refused.value)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (f"a,x,{AT},Ciao, come va?", ("column first_comment", "“come va?” begins with a space", "put quotes")),
        (f"a,x,{AT},Ciao, come va?,", ("6 cells for 5 columns", "needs quotes")),
        (f"a,x,{AT},“Ciao, a tutti”,https://a.example", ("6 cells for 5 columns", 'straight ones (")')),
        (f"a,x,{AT},Ciao,,", ("6 cells for 5 columns",)),
        (f"a,{AT},Ciao,x,", ("column channel", "is no channel", "cells moved")),
        (f"a,x,Ciao,{AT},", ()),
        (f"a,x,Ciao,Salve,{AT}", ("column first_comment", "belongs into the column when")),
        ("Totale,,,12,", ("channel and when must not be empty", "take the row out")),
        (f",x,{AT},Ciao,", ("post must not be empty",)),
        ("post,channel,when,text,first_comment", ("headings stand here a second time", "one table")),
        (f"fine,x,{AT},Salve,", ("row 2 plans the same post", "another post id")),
        (f"fine,X,{AT},Salve,", ("row 2 plans the same post",)),
        (f"a,x,{AT},#N/A,", ("column text", "error", "mend the formula")),
        (f"a,x,{AT},Ciao,#RIF!", ("column first_comment", "(#RIF!)")),
        (f"a,x,{AT},#NOME?,", ("column text", "(#NOME?)")),
        (f"a,x,{AT},#VALEUR!,", ("column text", "(#VALEUR!)", "mend the formula")),
        (f"a,x,{AT},#WERT!,", ("column text", "(#WERT!)")),
        (f"a,x,{AT},#NV,", ("column text", "(#NV)")),
        (f"a,x,{AT},#¡REF!,", ("column text", "(#¡REF!)")),
        (f"a,x,{AT},#¿NOMBRE?,", ("column text", "(#¿NOMBRE?)")),
        (f"a,x,{AT},#BEZUG!,", ("column text", "(#BEZUG!)")),
        (f"a,x,{AT},#ÜBERLAUF!,", ("column text", "(#ÜBERLAUF!)")),
        (f"a,x,{AT},#ESTATE!,", ()),
        ("a,x,2026-12-01 24:00,Ciao,", ("column when", "midnight is 00:00 of the day after", "write such as")),
        ("a,x,2026-12-01 25:00,Ciao,", ("column when", "not in the calendar", "write such as")),
        ("a,x,31/02/2027 09:30,Ciao,", ("column when", "not in the calendar", "write such as")),
        (f"a;x;{AT};Ciao;", ("all of it stands in one cell", "same separator")),
        (f'"a,x,{AT},Ciao,"', ("all of it stands in one cell", "in quotes")),
        ("# bozza,,,,", ("channel and when must not be empty", "take the row out")),
        ("(id),(id),(Rome),(max),", ("is not a post id",)),
        (f"'a','x','{AT}','Ciao, a tutti',''", ("6 cells for 5 columns", "straight ones")),
        (f"a,x,{AT},Err:502,", ("column text", "(Err:502)")),
        ("a,x,########,Ciao,", ("column when", "widen the column")),
        (f"a,x,{AT},Ci\0ao,", ("column text", "U+0000")),
        (f"a,x,{AT},Ci\x1b[2Jao,", ("column text", "U+001B")),
        (f"a,x,{AT},Ci\ufffdao,", ("column text", "letters were lost", "“CSV UTF-8”")),
        (f"a,x,{AT},????? ?????,", ("column text", "letters were lost", "“CSV UTF-8”")),
        (f"a,x,{AT},CittÃ\u00a0 e caffÃ¨,", ("column text", "wrong code page", "Città")),
        (f"a,x,{AT},{'a' * 100_001},", ("column text", "100001 letters", "quotation mark")),
        (f"1.23457E+15,x,{AT},Ciao,", ("column post", "shortened a number", "as text")),
        (f"Spring Menu,x,{AT},Ciao,", ("is not a post id", "lower-case")),
        (f"01/02,x,{AT},Ciao,", ("is not a post id",)),
        ("a,x,46357.395833,Ciao,", ()),
    ],
)
def test_a_broken_row_is_refused_alone_with_its_column_and_what_to_do(row: str, words: tuple[str, ...]) -> None:
    calendar = read_calendar(separated(FINE, row))
    assert rows_of(calendar)[0] == (2, "fine", "x", "Ciao")
    if not words:
        assert calendar.refused == ()
        return
    (said,) = told(calendar)
    assert said.startswith("row 3: ")
    assert [one for one in words if one not in said] == [], said


@pytest.mark.parametrize(
    ("headings", "row", "words"),
    [
        ("post,channel,when,text,kind", f"a,x,{AT},Ciao,Reel", ()),
        ("post,channel,when,text,kind", f"a,x,{AT},Ciao,carousel", ("'carousel' is no kind", "post, reel, story")),
        ("post,channel,when,text,alt_text", f"a,x,{AT},Ciao,cup.jpg", ("column alt_text", "the column media")),
        ("post,channel,when,text,pillar", f"a,x,{AT},Ciao,https://a.example", ("column pillar", "the column link")),
        ("post,channel,when,text,link", f"a,x,{AT},Ciao,cup.jpg", ("column link", "the column media")),
        ("post;channel;when;text;poll", f"a;x;{AT};Ciao;Sì; No", ("6 cells for 5 columns",)),
        ("post;channel;when;text;media;alt_text", f"a;x;{AT};Ciao;a.jpg; b.jpg", ("column alt_text", "put quotes")),
        ("post,channel,when,text,poll,poll_minutes", f"a,x,{AT},Ciao,Sì;No,١٢٠", ()),
        ("post,channel,when,text,lingua", f"a,x,{AT},Ciao,PT_BR", ()),
        ("post,channel,when,text,language", f"a,x,{AT},Ciao,Italian", ("'Italian' is no language tag", "pt-BR")),
        ("post,channel,when,text,language", f"a,x,{AT},Ciao,it; en", ("'it; en' is no language tag",)),
        ("post,channel,when,text,language", f"a,x,{AT},Ciao,i", ("'i' is no language tag",)),
        ("post,channel,when,text,poll,poll_minutes", f"a,x,{AT},Ciao,Sì;No,1.5", ("'1.5' is no number of minutes",)),
    ],
)
def test_a_cell_of_another_column_is_noticed(headings: str, row: str, words: tuple[str, ...]) -> None:
    found = told(read_calendar(separated(row, headings=headings)))
    assert [one for one in words if one not in "".join(found)] == [], found
    assert len(found) == bool(words)


@pytest.mark.parametrize("written", ["Best-Slot", "best slot", " BEST_SLOT "])
def test_the_best_slot_is_read_however_its_words_are_joined(written: str) -> None:
    assert [row.when for row in read_calendar(separated(f"a,x,{written},Ciao,")).rows] == ["best-slot"]


@pytest.mark.parametrize("written", ["Next-Slot", "next slot", " NEXT_SLOT ", "next\u2011slot"])
def test_the_next_slot_is_asked_for_in_any_case_and_with_any_dash(written: str) -> None:
    assert [row.when for row in read_calendar(separated(f"a,x,{written},Ciao,")).rows] == ["next-slot"]


def test_media_on_lines_of_their_own_are_as_many_media() -> None:
    calendar = read_calendar(separated(f'a,x,{AT},Ciao,"a.jpg\nb c.jpg\r\n"', headings="post,channel,when,text,media"))
    assert calendar.rows[0].media == ("a.jpg", "b c.jpg")


def test_a_space_after_each_separator_is_a_way_to_write_and_no_shift() -> None:
    calendar = read_calendar(separated(f"a, x, {AT}, Ciao, Salve", headings="post, channel, when, text, first_comment"))
    assert (calendar.rows[0].text, calendar.rows[0].first_comment) == ("Ciao", "Salve")


def test_empty_lines_and_a_line_for_the_separator_count_as_the_spreadsheet_counts_them() -> None:
    calendar = read_calendar(b"sep=,\n" + separated(FINE, "", f"b,x,{AT},Ciao,"))
    assert [row.row for row in calendar.rows] == [2, 4]
