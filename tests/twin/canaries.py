"""What the tests bring into the deployed stage, and no log may hold."""

CLIENT = "owner@bar.example"
WISH = "canarino verde: meno zucchero, per favore"
PREVIOUS, CURRENT = "the-one-before", "s3cr3t-app-key"
"""A webhook secret and the one before it."""
