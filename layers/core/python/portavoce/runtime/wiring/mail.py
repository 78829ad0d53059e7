"""Sending a mail by Amazon SES."""

from http import HTTPStatus

from botocore.exceptions import BotoCoreError, ClientError

from portavoce.reporting.model import Mail, MailPostponed, MailRefused
from portavoce.runtime import aws
from portavoce.runtime.settings import settings

_LATER = frozenset(
    {
        "TooManyRequestsException",
        "LimitExceededException",
        "SendingPausedException",
        "Throttling",
        "ThrottlingException",
    }
)
"""What passes by itself, the day's quota too: botocore's model of SES v2, SendEmail, and AWS's common errors."""


def send_mail(mail: Mail) -> str:
    """Sends it and gives the message id of Amazon SES. Raises MailPostponed, MailRefused.

    Its own messages name addresses, so only their codes are passed on."""
    try:
        answer = aws.mail().send_email(
            FromEmailAddress=settings().need("mail_from"),
            Destination={"ToAddresses": [mail.to]},
            ConfigurationSetName=settings().need("mail_set"),
            Content={
                "Simple": {
                    "Subject": {"Data": mail.subject, "Charset": "UTF-8"},
                    "Body": {
                        "Text": {"Data": mail.text, "Charset": "UTF-8"},
                        "Html": {"Data": mail.html, "Charset": "UTF-8"},
                    },
                }
            },
        )
    except ClientError as error:
        code = error.response["Error"]["Code"]
        status = error.response["ResponseMetadata"]["HTTPStatusCode"]
        if code in _LATER or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise MailPostponed(f"Amazon SES: {code}") from None
        remedy = "check that the sender is verified and that the account is out of the sandbox"
        raise MailRefused(f"Amazon SES: {code}: {remedy}; it is tried again each hour") from None
    except BotoCoreError as error:
        raise MailPostponed(f"Amazon SES did not answer: {type(error).__name__}") from None
    return answer["MessageId"]
