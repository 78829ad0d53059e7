"""What a page refuses, told so that its reader knows what to do. Pure."""

from http import HTTPStatus

from portavoce.console.texts import mark


class PageRefusal(Exception):
    """The request is not done. `title` and `why` are texts of the catalogues, shown in the reader's language."""

    def __init__(self, status: HTTPStatus, title: str, why: str) -> None:
        super().__init__(title)
        self.status, self.title, self.why = status, title, why


def not_there() -> PageRefusal:
    """Also for what belongs to another brand: whoever may not see it does not learn that it exists."""
    return PageRefusal(
        HTTPStatus.NOT_FOUND,
        mark("There is no such page"),
        mark("The address is wrong, or what stood here is gone."),
    )


def not_allowed() -> PageRefusal:
    """For what the reader's roles do not open."""
    return PageRefusal(
        HTTPStatus.FORBIDDEN,
        mark("Your role does not include this"),
        mark("Nothing was done. An owner of the brand can give you a role that does."),
    )


def not_our_form() -> PageRefusal:
    """For a form without the session's secret."""
    return PageRefusal(
        HTTPStatus.FORBIDDEN,
        mark("This form is out of date"),
        mark("Nothing was done. Load the page again and repeat what you did."),
    )


def changed_meanwhile() -> PageRefusal:
    """For a change of what somebody else has changed."""
    return PageRefusal(
        HTTPStatus.CONFLICT,
        mark("Somebody changed this a moment ago"),
        mark("Nothing was done. Look at how it stands now and decide again."),
    )


def went_wrong() -> PageRefusal:
    """For an error of ours."""
    return PageRefusal(
        HTTPStatus.INTERNAL_SERVER_ERROR,
        mark("Something broke on our side"),
        mark(
            "Go back and try again: what you wrote stands there. If it stays, tell whoever runs Portavoce this number."
        ),
    )
