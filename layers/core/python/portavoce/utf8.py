"""Bytes that a person saved, as text: with the exact place when they are not UTF-8."""

from typing import NamedTuple


class Misplaced(NamedTuple):
    """The first byte that is not UTF-8: its line and its position on that line, both from 1, and its value."""

    line: int
    position: int
    byte: int


class NotUtf8(ValueError):
    """The bytes are not UTF-8; `where` says from which byte on."""

    def __init__(self, where: Misplaced) -> None:
        self.where = where
        super().__init__(
            f"line {where.line}, byte {where.position} (0x{where.byte:02X}) is not UTF-8: save the file as UTF-8"
            " (in a spreadsheet: “CSV UTF-8”)"
        )


def decode(content: bytes) -> str:
    """The text, without the byte order mark that some programs put before it. Raises NotUtf8."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = error.object[: error.start]
        line_start = before.rfind(b"\n") + 1
        raise NotUtf8(
            Misplaced(before.count(b"\n") + 1, error.start - line_start + 1, error.object[error.start])
        ) from None
