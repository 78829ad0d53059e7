"""The one logger. A log line carries ids and outcomes, never a token, a text or a name."""

from aws_lambda_powertools import Logger

logger = Logger(service="portavoce", utc=True)
