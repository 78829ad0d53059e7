"""Which brand, and how one's own console looks."""

from typing import get_args

from portavoce.brands.model import Language
from portavoce.console.answer import PageAnswer, see_other
from portavoce.console.refusal import changed_meanwhile
from portavoce.console.routes import PageRoutes
from portavoce.console.visit import Visit
from portavoce.people.model import Theme
from portavoce.people.service.users import UserMoved
from portavoce.runtime.wiring.brands import brands
from portavoce.runtime.wiring.people import users

page = PageRoutes("", door="signed")


@page.get()
def choose_brand(visit: Visit) -> PageAnswer:
    """The brands that the reader has a role for; who has one is led to it."""
    found = [brand for one in sorted(visit.user.roles) if (brand := brands().brand_of(one))]
    if len(found) == 1 and not visit.query.one("choose"):
        return see_other(visit.links.path(found[0].id))
    return visit.show("pages/start.html", brands=found)


@page.post("/settings_of_mine")
def choose_looks(visit: Visit) -> PageAnswer:
    """The reader's language and colours, and back to where they were."""
    language = next((one for one in get_args(Language) if one == visit.form.one("language")), visit.user.language)
    theme = next((one for one in get_args(Theme) if one == visit.form.one("theme")), visit.user.theme)
    try:
        users().choose_looks(visit.user, language=language, theme=theme)
    except UserMoved:
        raise changed_meanwhile() from None
    brand = visit.form.one("brand")
    return see_other(visit.links.path(brand if brand in visit.user.roles else ""))
