"""Who calls: the gateway checked the signature, and says whose it was."""

from aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEventV2

UNNAMED = "unnamed"
_NO_ROLES = frozenset({"federated-user", "account"})
"""How names begin that are no role's: a role that is called so keeps its kind before its name."""


def caller_of(event: APIGatewayProxyEventV2) -> str:
    """The caller's name for `by` fields and for what is kept for them: no two callers share one.

    A user of the account is its name (`ada`). Whoever acts in a role is the role, which somebody gave them, before the
    session's name, which they chose (`Publisher/ada`); all others keep the kind that AWS names (`federated-user/ada`).
    Whoever belongs to another account has its number before that."""
    signer = event.raw_event["requestContext"].get("authorizer", {}).get("iam", {})
    arn: str = signer.get("userArn") or UNNAMED
    # arn:partition:service:region:account:kind/rest
    account, _, resource = arn.split(":", 4)[-1].partition(":")
    kind, _, rest = resource.partition("/")
    match kind:
        case "":
            return arn
        case "user":
            name = rest.rpartition("/")[2]
        case "assumed-role" if rest.partition("/")[0] not in _NO_ROLES:
            name = rest
        case _:
            name = resource if rest else f"account/{resource}"
    home = event.raw_event["requestContext"].get("accountId")
    return name if account == home else f"{account}:{name}"
