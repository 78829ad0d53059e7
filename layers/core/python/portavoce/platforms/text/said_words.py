"""A platform's own words, fit to be shown to a person: without what could steer a terminal or tell a secret."""

import re
import unicodedata

MOST_LETTERS = 300
_MOST_READ = 4_000
_ADDRESS = re.compile(r"\b(https?://)(?:[^\s/?#@]{1,200}@)?([^\s?#]{0,1000})(?:[?#]\S*)?", re.IGNORECASE)
_SECRETS = re.compile(
    r"\b(?:bearer|oauth|basic)\s+(?=\S*[\d._~+/=|-])[\w.~+/=|-]{8,}"
    r"|(?:token|secret|password|signature|api_?key|appsecret_proof)(?:=\s?[\"']?|[\"']\s*:\s*[\"']?|:)[\w.~+/=|%-]{6,}"
    r"|\b(?:EAA|IGQ|IGAA|THQ|THAA)[\w-]{4,}"  # Meta's tokens
    r"|\b\d{5,20}\|[\w-]{8,}"  # an app's token at Meta: its id and its secret
    r"|\beyJ[\w-]{8,}(?:\.[\w-]+)*"  # a JSON Web Token
    r"|\b[a-z0-9]{4}(?:-[a-z0-9]{4}){3}\b"  # an app password of Bluesky
    r"|(?<![\w+=|%~-])(?=[\w+=|%~-]{0,200}\d)(?=[\w+=|%~-]{0,200}[A-Za-z])[\w+=|%~-]{32,}",
    re.IGNORECASE,
)
_BREAKS = frozenset({"Cc", "Zl", "Zp", "Zs"})
_UNSEEN = frozenset({"Cf", "Cs", "Co", "Cn"})


def clean_words(said: object) -> str:
    """What was said as one line of at most 300 letters; "" for anything but words.

    Control letters and those that turn the direction of writing are gone, addresses lose what follows `?`, and what
    looks like a token, a password or a signature is replaced by `[…]`."""
    if not isinstance(said, str):
        return ""
    kinds = ((one, unicodedata.category(one)) for one in unicodedata.normalize("NFC", said[:_MOST_READ]))
    line = "".join(" " if kind in _BREAKS else one for one, kind in kinds if kind not in _UNSEEN)
    shown = _SECRETS.sub("[…]", _ADDRESS.sub(r"\1\2", " ".join(line.split())))
    return shown if len(shown) <= MOST_LETTERS else f"{shown[: MOST_LETTERS - 1].rstrip()}…"
