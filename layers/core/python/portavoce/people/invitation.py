"""The mail that invites somebody, in their language. Pure.

It holds the first password, as the mail of Amazon Cognito would: whoever reads it can choose the real one, once, within
seven days. Our own mail, because Cognito's has one language for everybody."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from jinja2 import Environment

from portavoce.brands.model import Language
from portavoce.people.model import User
from portavoce.reporting.model import Mail
from portavoce.templates import open_templates

_TEMPLATES = Path(__file__).parent / "templates"
FIRST_PASSWORD_DAYS = 7
"""How long a first password counts; infra/sign_in.py tells the pool the same."""


def compose_invitation(user: User, password: str, address: str) -> Mail:
    """The mail to one person; `address` is where the console is."""
    texts = _texts(user.language)
    values = {
        "texts": texts,
        "language": user.language,
        "direction": "rtl" if user.language == "ar" else "ltr",
        "address": address,
        "email": user.email,
        "password": password,
        "brands": ", ".join(sorted(user.roles)),
    }
    text, html = (_shapes().get_template(f"invitation.{kind}").render(values) for kind in ("txt", "html"))
    return Mail(to=user.email, subject=texts["subject"], text=text, html=html)


@cache
def _texts(language: Language) -> Mapping[str, str]:
    found: Mapping[str, str] = json.loads((_TEMPLATES / f"invitation.{language}.json").read_text(encoding="utf-8"))
    return found


@cache
def _shapes() -> Environment:
    return open_templates(_TEMPLATES)
