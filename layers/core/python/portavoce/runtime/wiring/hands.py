"""Who may be given something to answer."""

from portavoce.people.roles import Right, may
from portavoce.runtime.wiring.brands import brands
from portavoce.runtime.wiring.people import users


def hands_of(brand_id: str) -> list[str]:
    """The addresses of a brand's own people, as its file and its console name them; clients are not among them."""
    brand = brands().brand_of(brand_id)
    named = (*brand.people.alerts, *brand.people.sales, *brand.people.approvers) if brand else ()
    signing_in = (
        one.email for one in users().list_all() if one.may_come_in and may(one.roles_for(brand_id), Right.ANSWER)
    )
    return sorted({*named, *signing_in})
