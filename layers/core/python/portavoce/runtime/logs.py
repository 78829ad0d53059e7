"""The one logger. A log line carries ids and outcomes, never a token, a text or a name."""

from aws_lambda_powertools import Logger

logger = Logger(service="portavoce", utc=True)


def name_causes(error: BaseException) -> str:
    """The types of what went wrong, each once: of a group those of its members, never a message."""
    if isinstance(error, BaseExceptionGroup):
        return ", ".join(sorted({name_causes(one) for one in error.exceptions}))
    return type(error).__name__
