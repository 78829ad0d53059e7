"""How the month's budgets stand, and what listening and drafts cost. It shows, and steers nothing."""

from portavoce.console.answer import PageAnswer
from portavoce.console.routes import PageRoutes
from portavoce.console.visit import Visit
from portavoce.people.roles import Right
from portavoce.reporting.phrases import translate
from portavoce.runtime.wiring.advertising import budgets
from portavoce.runtime.wiring.drafts import drafts
from portavoce.runtime.wiring.listening_cost import listening_keeper

page = PageRoutes("money")


@page.get("", Right.READ_MONEY)
def show_money(visit: Visit) -> PageAnswer:
    """Each budget as its ad account was last read, each platform that bills what it tells, and drafts of
    answers."""
    return visit.show(
        "pages/money.html",
        budgets=budgets().of(visit.brand, visit.now) if visit.brand.budgets else [],
        listening=listening_keeper().records.of_brand(visit.brand.id).values(),
        drafts=drafts().month_of(visit.brand, visit.now),
        tell=lambda text: translate(text, visit.language),
    )
