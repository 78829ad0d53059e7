"""One request of a page, with all that a page needs to answer it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from http import HTTPStatus
from typing import Any

from portavoce.brands.model import Brand, Language
from portavoce.console import shapes
from portavoce.console.answer import PageAnswer, make_page, see_other
from portavoce.console.assets import asset_names
from portavoce.console.links import PageLinks
from portavoce.console.menu import MENU, TODAY
from portavoce.console.refusal import not_there
from portavoce.console.request import FormFields, PageRequest
from portavoce.console.texts import LANGUAGES, texts_of
from portavoce.console.words import LocalWords
from portavoce.people.model import BrowserSession, User
from portavoce.people.roles import Reach, Right, reach_of, widest_reach
from portavoce.people.service.sessions import Presence
from portavoce.platforms.titles import title_of_channel
from portavoce.publishing.model import Freeze
from portavoce.runtime.wiring.ledger import freezes

_THEMES = ("auto", "light", "dark")


@dataclass
class Visit:
    """`names` are the parts of the path that the route names. `facts` go into the record of acts: what was chosen,
    never anybody's words."""

    request: PageRequest
    now: datetime
    links: PageLinks
    nonce: str
    language: Language
    presence: Presence | None = None
    found_brand: Brand | None = None
    rights: tuple[Right, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    facts: dict[str, str] = field(default_factory=dict)

    @property
    def user(self) -> User:
        """Who is signed in. A page behind an open door has nobody."""
        if self.presence is None:
            raise not_there()
        return self.presence.user

    @property
    def session(self) -> BrowserSession:
        """The browser that they are signed in with."""
        if self.presence is None:
            raise not_there()
        return self.presence.session

    @property
    def brand(self) -> Brand:
        """The brand of the page."""
        if self.found_brand is None:
            raise not_there()
        return self.found_brand

    @property
    def query(self) -> FormFields:
        """What stands in the address behind its question mark."""
        return self.request.query

    @property
    def form(self) -> FormFields:
        """What the form holds."""
        return self.request.form

    @cached_property
    def words(self) -> LocalWords:
        """How numbers and moments are written."""
        return LocalWords(self.language, self.found_brand.zone if self.found_brand else "UTC", self.now)

    def say(self, text: str, **values: object) -> str:
        """A text of the catalogues, with `%(name)s` filled."""
        told = texts_of(self.language).gettext(text)
        return told % values if values else told

    def may(self, right: Right) -> bool:
        """Whether the reader may do this for the brand, however far it reaches."""
        return reach_of(self.user.roles_for(self.brand.id), right) is not None

    def reach(self, *rights: Right) -> Reach | None:
        """How far their roles reach for any of these rights; without one, for those of the route."""
        return widest_reach(self.user.roles_for(self.brand.id), rights or self.rights)

    def url(self, *parts: str, **query: str) -> str:
        """An address of the brand's: `url("inbox", state="new")`. With no part it is Today."""
        return self.links.path(self.brand.id, *parts, **query)

    def title_of_channel(self, channel: str) -> str:
        """What a reader calls a channel: by its platform, unless the brand gave it a name of its own."""
        platforms = {one.id: one.platform for one in self.brand.channels}
        return title_of_channel(channel, platforms.get(channel, ""))

    def show(self, template: str, *, status: HTTPStatus = HTTPStatus.OK, **values: Any) -> PageAnswer:
        """The template, named by its path in this room such as `pages/today.html`, inside the frame."""
        return make_page(shapes.render(template, self.language, self._frame() | values), status)

    def go(self, *parts: str, **query: str) -> PageAnswer:
        """Sends the browser on to a page of the brand's, as every act ends that was done."""
        return see_other(self.url(*parts, **query))

    def _frame(self) -> dict[str, Any]:
        """What stands around every page."""
        shared: dict[str, Any] = {
            "visit": self,
            "words": self.words,
            "path": self.links.path,
            "languages": LANGUAGES,
            "themes": _THEMES,
            "theme": self.presence.user.theme if self.presence else "auto",
            "assets": asset_names(),
            "brand": self.found_brand,
            "here": (*self.request.path.split("/"), "", "")[2] or TODAY,
            "menu": (),
            "pages": frozenset[str](),
            "stopped": tuple,
        }
        if self.found_brand is None:
            return shared
        roles = self.user.roles_for(self.brand.id)
        entries = [entry for entry in MENU if widest_reach(roles, entry.rights)]
        return shared | {
            "url": self.url,
            "menu": entries,
            "pages": {one.page for one in entries},
            "stopped": self._freezes,
        }

    def _freezes(self) -> list[Freeze]:
        """Those that hold the brand, or a part of it, up at this moment."""
        found = (one for one in freezes().active() if one.brand_id in (None, self.brand.id))
        return [one for one in found if one.until is None or one.until > self.now]
