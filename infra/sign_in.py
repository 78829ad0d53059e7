"""Where people give their password: Amazon Cognito's pool, and the page of it that the console sends them to."""

from dataclasses import dataclass

from aws_cdk import Aws, CfnParameter, Duration, Fn, RemovalPolicy
from aws_cdk import aws_cognito as cognito
from constructs import Construct

from infra.stage import Stage

FIRST_PASSWORD_DAYS = 7
"""The mail that invites somebody says the same: portavoce/people/invitation.py."""
TOKEN_MINUTES = 5
"""The shortest that Cognito takes: a token is looked at once, seconds after it was made, and never kept."""


@dataclass(frozen=True)
class SignIn:
    """What a function has to know of it."""

    client_id: str
    url: str


def make_user_pool(scope: Construct, stage: Stage, removal: RemovalPolicy) -> cognito.UserPool:
    """The people's sign-ins: by e-mail address, made by an owner alone. Passwords cannot be made again, so it stands
    with the data."""
    return cognito.UserPool(
        scope,
        "People",
        user_pool_name=stage.prefix,
        self_sign_up_enabled=False,
        sign_in_aliases=cognito.SignInAliases(email=True),
        sign_in_case_sensitive=False,
        account_recovery=cognito.AccountRecovery.EMAIL_ONLY,
        password_policy=cognito.PasswordPolicy(
            min_length=12,
            require_lowercase=True,
            require_uppercase=True,
            require_digits=True,
            require_symbols=True,
            temp_password_validity=Duration.days(FIRST_PASSWORD_DAYS),
        ),
        deletion_protection=stage.keeps_data,
        removal_policy=removal,
    )


def make_sign_in(scope: Construct, stage: Stage, pool: cognito.IUserPool, console: str) -> SignIn:
    """The page and the console as its one client. `console` is its address."""
    client = _make_client(scope, stage, pool, console)
    prefix = Fn.join("-", [stage.prefix, Aws.ACCOUNT_ID])
    if stage.is_local:
        # The emulator has the first version of the page alone, and one port for everything.
        cognito.CfnUserPoolDomain(scope, "SignInPage", domain=prefix, user_pool_id=pool.user_pool_id)
        told = "Where the emulator's sign-in page is"
        return SignIn(client.ref, CfnParameter(scope, "LoginUrl", default="", description=told).value_as_string)
    domain = cognito.CfnUserPoolDomain(
        scope, "SignInPage", domain=prefix, user_pool_id=pool.user_pool_id, managed_login_version=2
    )
    looks = cognito.CfnManagedLoginBranding(
        scope, "SignInLooks", user_pool_id=pool.user_pool_id, client_id=client.ref, use_cognito_provided_values=True
    )
    looks.add_resource_dependency(domain)
    return SignIn(client.ref, Fn.join("", ["https://", domain.ref, ".auth.", Aws.REGION, ".amazoncognito.com"]))


def _make_client(scope: Construct, stage: Stage, pool: cognito.IUserPool, console: str) -> cognito.CfnUserPoolClient:
    """A public client, with the code and PKCE."""
    return cognito.CfnUserPoolClient(
        scope,
        "ConsoleClient",
        client_name=f"{stage.prefix}-console",
        user_pool_id=pool.user_pool_id,
        generate_secret=False,
        allowed_o_auth_flows_user_pool_client=True,
        allowed_o_auth_flows=["code"],
        allowed_o_auth_scopes=["openid", "email"],
        callback_ur_ls=[Fn.join("", [console, "/sign_in/return"])],
        logout_ur_ls=[Fn.join("", [console, "/sign_in"])],
        supported_identity_providers=["COGNITO"],
        prevent_user_existence_errors="ENABLED",
        enable_token_revocation=True,
        id_token_validity=TOKEN_MINUTES,
        access_token_validity=TOKEN_MINUTES,
        refresh_token_validity=60,
        token_validity_units=cognito.CfnUserPoolClient.TokenValidityUnitsProperty(
            **dict.fromkeys(("id_token", "access_token", "refresh_token"), "minutes")
        ),
    )
