"""The sign-ins of people, in this stage's pool of Amazon Cognito. It writes to nobody: the invitation is ours."""

from portavoce.people.service.users import LoginExists
from portavoce.runtime import aws
from portavoce.runtime.settings import settings


class CognitoLogins:
    """Makes sign-ins and closes them. A first password is replaced at the first sign-in."""

    def create(self, email: str, password: str) -> str:
        """Makes one, and gives the id that it has for good. Raises LoginExists."""
        client = aws.logins()
        try:
            answer = client.admin_create_user(
                UserPoolId=_pool(),
                Username=email,
                TemporaryPassword=password,
                UserAttributes=[{"Name": "email", "Value": email}, {"Name": "email_verified", "Value": "true"}],
                MessageAction="SUPPRESS",
            )
        except client.exceptions.UsernameExistsException:
            raise LoginExists from None
        found = {one["Name"]: one.get("Value", "") for one in answer["User"]["Attributes"]}
        return found["sub"]

    def renew(self, user_id: str, password: str) -> None:
        """Gives it another first password."""
        aws.logins().admin_set_user_password(UserPoolId=_pool(), Username=user_id, Password=password, Permanent=False)

    def enable(self, user_id: str, *, enabled: bool) -> None:
        """Lets it sign in, or not."""
        ask = aws.logins().admin_enable_user if enabled else aws.logins().admin_disable_user
        ask(UserPoolId=_pool(), Username=user_id)


def _pool() -> str:
    return settings().need("user_pool")
