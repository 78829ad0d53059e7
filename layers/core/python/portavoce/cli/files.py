"""Files that the user names: read whole, or one sentence why not."""

from pathlib import Path

from portavoce.cli.refusal import Refusal


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
