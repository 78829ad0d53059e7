"""Files that the user names: read whole, or one sentence why not."""

from pathlib import Path

from portavoce.cli.refusal import Refusal
from portavoce.planning.calendar.file import Calendar, CalendarRefused, read_calendar


def read_file(path: Path) -> bytes:
    """The bytes of a file. Raises Refusal."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise Refusal(f"There is no file {path}: check its name and where you are.") from None
    except IsADirectoryError:
        raise Refusal(f"{path} is a folder: name the file in it.") from None
    except OSError as error:
        raise Refusal(f"{path} cannot be read: {error.strerror}.") from None


def read_calendar_file(file: Path) -> Calendar:
    """The calendar in a file. Raises Refusal."""
    try:
        return read_calendar(read_file(file))
    except CalendarRefused as error:
        raise Refusal(f"{file} is not a calendar: {error}. Nothing was written.") from None
