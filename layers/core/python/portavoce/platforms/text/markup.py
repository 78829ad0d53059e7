"""HTML that strangers wrote, made fit for Python's parser, which takes quadratic time over tags that never end and
fails at what begins as a marked section (`<![`). Pure."""

import re

_COMMENT_BEGINS, _COMMENT_ENDS = "<!--", "-->"
_LOOSE = re.compile(r"""<(?!/?[a-z](?:[^<>"']++|"[^"]*+"|'[^']*+')*+>)""", re.IGNORECASE)


def keep_whole_tags(html: str) -> str:
    """Without comments; a `<` that begins no whole tag stands for itself. Takes a time that grows as the text does."""
    before, *commented = html.split(_COMMENT_BEGINS)
    shown = "".join((before, *(one.partition(_COMMENT_ENDS)[2] for one in commented)))
    return _LOOSE.sub("&lt;", shown)
