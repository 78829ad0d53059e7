"""What becomes of the people who want to buy: whose each is, how it ended and what it is worth."""
