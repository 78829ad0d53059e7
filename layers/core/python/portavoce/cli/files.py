"""Files that the user names: read whole, or one sentence why not."""

from collections.abc import Callable
from pathlib import Path

from portavoce.cli.refusal import Refusal
from portavoce.planning.calendar.file import Calendar, read_calendar
from portavoce.planning.calendar.sheet import CalendarRefused


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


def read_text(path: Path) -> str:
    """The text of a file in UTF-8, with or without a mark at its beginning. Raises Refusal."""
    try:
        return read_file(path).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refusal(f"{path} is not text in UTF-8: save it so, from Excel as “CSV UTF-8”.") from None


def write_file(path: Path, content: bytes, *, replace: bool) -> None:
    """Writes a file; over one that is there only with `replace`. Raises Refusal."""
    try:
        with path.open("wb" if replace else "xb") as opened:
            opened.write(content)
    except FileExistsError:
        raise Refusal(f"{path} is there already and was left alone: name another file.") from None
    except OSError as error:
        raise Refusal(f"{path} cannot be written: {error.strerror}.") from None


def read_calendar_file(file: Path, language: Callable[[], str]) -> Calendar:
    """The calendar in a file; the brand's language is asked for only where a date hangs on it. Raises Refusal."""
    content = read_file(file)
    try:
        calendar = read_calendar(content)
        return read_calendar(content, language=language()) if calendar.asks_language else calendar
    except CalendarRefused as error:
        raise Refusal(f"{file} is not a calendar: {error}. Nothing was written.") from None
