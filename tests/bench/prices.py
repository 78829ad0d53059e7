"""AWS's list prices in us-east-1 and what is free always, each with where it stands and when it was read.

A price without a first-hand source is marked so: look it up on AWS's page before a decision hangs on it. Offers that
end after twelve months, and the credits of new accounts, are left out."""

from typing import NamedTuple


class Price(NamedTuple):
    """US dollars for one unit, and how many units a month are free always."""

    each: float
    free: float
    unit: str
    source: str


PRICES = {
    "Lambda, time": Price(0.0000133334, 400_000, "GB-s, arm64", "aws.amazon.com/lambda/pricing, 2026-05"),
    "Lambda, calls": Price(0.20e-6, 1_000_000, "calls", "aws.amazon.com/lambda/pricing, 2026-05"),
    "SQS": Price(0.40e-6, 1_000_000, "requests", "aws.amazon.com/sqs/pricing, remembered 2026-11"),
    "DynamoDB, writes": Price(0.625e-6, 0, "units, on demand", "since November 2024; airbyte.com, 2025-07"),
    "DynamoDB, reads": Price(0.125e-6, 0, "units, on demand", "since November 2024; airbyte.com, 2025-07"),
    "DynamoDB, storage": Price(0.25, 25, "GB", "since November 2024; airbyte.com, 2025-07"),
    "DynamoDB, point in time": Price(0.20, 0, "GB", "since November 2024; airbyte.com, 2025-07"),
    "EventBridge": Price(1.00e-6, 0, "events", "cloudburn.io, 2026-03"),
    "EventBridge, archive": Price(0.10 + 0.023, 0, "GB", "cloudburn.io, 2026-03"),
    "HTTP API": Price(1.00e-6, 0, "requests", "aws.amazon.com/api-gateway/pricing, remembered 2026-11"),
    "SES": Price(0.10e-3, 0, "mails", "aws.amazon.com/ses/pricing, remembered 2026-11"),
    "KMS": Price(0.03 / 10_000, 20_000, "requests", "aws.amazon.com/kms/pricing, 2026-11-28"),
    "S3, storage": Price(0.023, 0, "GB", "aws.amazon.com/s3/pricing, remembered 2026-11"),
    "S3, seldom read": Price(
        0.004, 0, "GB in Glacier Instant Retrieval", "aws.amazon.com/s3/pricing, remembered 2026-11"
    ),
    "S3, moves": Price(0.02e-3, 0, "moves to Glacier", "aws.amazon.com/s3/pricing, remembered 2026-11"),
    "S3, writes": Price(0.005e-3, 0, "requests", "aws.amazon.com/s3/pricing, remembered 2026-11"),
    "S3, reads": Price(0.0004e-3, 0, "requests", "aws.amazon.com/s3/pricing, remembered 2026-11"),
    "CloudWatch, alarms": Price(0.10, 10, "alarms", "aws.amazon.com/cloudwatch/pricing, remembered 2026-11"),
    "CloudWatch, logs": Price(0.50, 5, "GB", "aws.amazon.com/cloudwatch/pricing, remembered 2026-11"),
}
