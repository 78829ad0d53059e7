"""What the HTTP API writes down of each request: never a body, a query or a header that may hold a secret."""

import json

from aws_cdk import RemovalPolicy, Stack
from aws_cdk import aws_apigatewayv2 as http
from aws_cdk import aws_logs as logs

ACCESS_LOG_FORMAT = {
    "requestId": "$context.requestId",
    "at": "$context.requestTime",
    "route": "$context.routeKey",
    "status": "$context.status",
    "latency": "$context.responseLatency",
    "error": "$context.integrationErrorMessage",
    "gatewayError": "$context.error.message",
    "source": "$context.identity.sourceIp",
    "agent": "$context.identity.userAgent",
    "caller": "$context.identity.userArn",
    "account": "$context.identity.accountId",
}


def keep_access_log(stack: Stack, prefix: str) -> http.CfnStage.AccessLogSettingsProperty:
    """Makes its log, and gives what the API's stage says of it."""
    log = logs.LogGroup(
        stack,
        "ApiLog",
        log_group_name=f"/portavoce/{prefix}/http",
        retention=logs.RetentionDays.ONE_MONTH,
        removal_policy=RemovalPolicy.DESTROY,
    )
    return http.CfnStage.AccessLogSettingsProperty(
        destination_arn=log.log_group_arn, format=json.dumps(ACCESS_LOG_FORMAT)
    )
