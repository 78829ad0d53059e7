"""The page that describes the calendar file, made of its columns. Pure."""

from portavoce.planning.calendar.columns import COLUMNS, TIME_COLUMNS, Column

_BEGINNING = """# The calendar file

<!-- Made by `portavoce calendar columns --page`; edit planning/calendar/columns.py and page.py. -->

One row for each post on each channel. `portavoce calendar template calendar.xlsx` makes an empty one with lists to \
choose from; `portavoce plan calendar.xlsx` shows what it would do, and `portavoce apply calendar.xlsx` does it.

It may be an Excel workbook (`.xlsx`) or separated values with a comma, a semicolon or a tab between them: UTF-8 (in \
Excel: “CSV UTF-8”) or UTF-16 (“Unicode text”), with or without a line `sep=;`. The headings may be in any case, in \
English, Italian or Arabic, and titles may stand above them. Each row is written, or refused with its number, its \
column and what to do; while one is refused nothing at all is written.

"""
_END = """
## Dates

`2026-12-01 09:30` is read everywhere, and so is a cell that the spreadsheet itself keeps as date and time. \
`01/12/2026 9:30` and `01.12.2026 09.30` are the first of December where the brand's language is Italian or Arabic. \
In English a date is read where one of its numbers can be no month (`25/11/2026`, `11/25/2026 9:30 AM`); one that \
could be two days is refused. `next-slot` takes the channel's next free slot, `best-slot` the next free hour at which \
its posts have done better than at others (the next free slot while that is not known). Date and time may stand in two \
columns, `date` and `time`.

## Texts

* A line of three hyphens (`---`) begins the next post of a thread. The media and alternative texts of its posts are \
separated by `|`.
* A backslash before a mark (`\\;`, `\\|`, a line `\\---`) makes it an ordinary character.
* An apostrophe before `=`, `+`, `-` or `@` at a cell's beginning is not part of it: it keeps spreadsheets from \
computing the cell.
* A text that holds the separator needs straight quotation marks around it. Every spreadsheet sees to that; a row \
whose cells have moved is refused.

## Workbooks

The one visible sheet with these headings is read; hidden sheets are not. What is hidden or \
struck through, row or column, is planned as the others are, and the plan says so. A formula says what the spreadsheet \
last computed. Refused are merged cells, errors (`#N/A`, \
`#REF!` and their kin), numbers that are shown otherwise than they are kept, and dates in columns of texts. Nothing \
that a workbook links to is fetched.
"""


def calendar_page() -> str:
    """The page in Markdown."""
    head = "| column | what it says | example | also called |\n| --- | --- | --- | --- |\n"
    table = "".join(map(_line, COLUMNS))
    apart = "".join(map(_line, TIME_COLUMNS))
    return f"{_BEGINNING}## Columns\n\n{head}{table}\nInstead of `when`:\n\n{head}{apart}{_END}"


def _line(column: Column) -> str:
    name = f"**`{column.name}`** (needed)" if column.is_needed else f"`{column.name}`"
    choices = f" One of: {', '.join(f'`{one}`' for one in column.choices)}." if column.choices else ""
    says = column.says.replace("|", "\\|")
    return f"| {name} | {says}{choices} | `{column.example}` | {', '.join(column.also) or '–'} |\n"
