"""What may be asked of AWS, by the names that the topology uses."""

from infra.shapes import Grant, Resource

GET, QUERY, PUT, UPDATE = "dynamodb:GetItem", "dynamodb:Query", "dynamodb:PutItem", "dynamodb:UpdateItem"
GET_MANY = "dynamodb:BatchGetItem"
DELETE = "dynamodb:DeleteItem"

SEND_MAIL = ("ses:SendEmail",)
READ_SECRETS, WRITE_SECRETS = "ssm:GetParametersByPath", "ssm:PutParameter"
DELETE_SECRETS = "ssm:DeleteParameters"
READ_AD_TOKENS = Grant(Resource.AD_SECRETS, (READ_SECRETS,))
READ_TOKENS = Grant(Resource.CHANNEL_TOKENS, (READ_SECRETS,))
SIGN_LINKS = Grant(Resource.REVIEW_KEY, (READ_SECRETS, WRITE_SECRETS))
READ_MEDIA = Grant(Resource.MEDIA, ("s3:GetObject",))
QUERY_DUE = Grant(Resource.DUE_INDEX, (QUERY,))
QUERY_LISTING = Grant(Resource.LISTING_INDEX, (QUERY,))
SEND_INBOUND = Grant(Resource.INBOUND, ("sqs:SendMessage",))
SEND_OUTGOING = Grant(Resource.OUTGOING, ("sqs:SendMessage",))
SEND_EVENTS = Grant(Resource.BUS, ("events:PutEvents",))
SEND_LETTERS = Grant(Resource.DEAD_LETTERS, ("sqs:SendMessage",))
QUERY_PERSON = Grant(Resource.PERSON_INDEX, (QUERY,))
LOOK_BESIDE = (Grant(Resource.TABLE, (GET_MANY,)), QUERY_LISTING, QUERY_PERSON)
"""What is read to tell what stands beside a comment: by the same person, and what we have said there."""
READ_PAST = (Grant(Resource.TABLE, (GET_MANY,)), QUERY_PERSON)
"""What an author has said before, for the rules that ask."""
