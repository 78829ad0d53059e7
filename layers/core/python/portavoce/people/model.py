"""Who signs in to the console, and in which roles for which brand."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Literal

from pydantic import AwareDatetime

from portavoce.brands.model import Email, Id, Language
from portavoce.value import Value

Theme = Literal["auto", "light", "dark"]


class Role(StrEnum):
    """What somebody is for a brand, as the profession names it."""

    OWNER = "owner"
    STRATEGIST = "strategist"
    CONTENT = "content"
    COMMUNITY = "community"
    ANALYST = "analyst"
    CAMPAIGN_MANAGER = "campaign_manager"
    SALES = "sales"
    CLIENT = "client"


class User(Value):
    """Somebody who may sign in. `user_id` is what the sign-in knows them by, for good; `roles` are by brand, and no
    brand stands in it without one. `seen_on` is the UTC day on which they were last there; with `disabled_at` they may
    not come in. `version` grows with each change that a person makes of it."""

    user_id: str
    email: Email
    language: Language
    theme: Theme = "auto"
    roles: Mapping[Id, tuple[Role, ...]]
    invited_by: str
    invited_at: AwareDatetime
    seen_on: date | None = None
    disabled_at: AwareDatetime | None = None
    version: int = 1

    @property
    def may_come_in(self) -> bool:
        """Whether they may use the console at all."""
        return self.disabled_at is None

    def roles_for(self, brand_id: str) -> tuple[Role, ...]:
        """Their roles for this brand: none, and then it does not exist for them."""
        return self.roles.get(brand_id, ())


class BrowserSession(Value):
    """A browser that somebody has signed in with. Only the SHA-256 of what its cookie holds is kept.

    `csrf` is the secret that each of its forms carries; `seen_at` lags by some minutes."""

    token_hash: str
    user_id: str
    csrf: str
    opened_at: AwareDatetime
    seen_at: AwareDatetime
