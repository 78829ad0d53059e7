"""Which addresses our mails can reach."""

import re

_LOCAL_PART = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]*[a-z][a-z0-9-]*", re.IGNORECASE)


def mailable_address(address: str) -> str:
    """The address as Amazon SES takes it: ASCII before the @, Punycode behind it
    (docs.aws.amazon.com/ses/latest/APIReference-V2/API_Destination.html). Raises ValueError."""
    local, _, domain = address.strip().rpartition("@")
    if not _LOCAL_PART.fullmatch(local):
        raise ValueError(
            f"{address!r} should be an e-mail address that Amazon SES writes to: one to an entry, and before its @ "
            "plain letters, digits and signs such as . - _ + alone"
        )
    try:
        domain = domain if domain.isascii() else domain.encode("idna").decode("ascii")
    except UnicodeError:
        domain = ""
    if not _DOMAIN.fullmatch(domain):
        raise ValueError(
            f"{address!r} should be an e-mail address: there is no domain such as firm.example behind its @"
        )
    return f"{local}@{domain}"
