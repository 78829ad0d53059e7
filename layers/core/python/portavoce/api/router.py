"""Routes are gathered in routers, one in each module of `routes`."""

from aws_lambda_powertools.event_handler.router import APIGatewayHttpRouter


def new_router() -> APIGatewayHttpRouter:
    """An empty router."""
    return APIGatewayHttpRouter()  # type: ignore[no-untyped-call]
