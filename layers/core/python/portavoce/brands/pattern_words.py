"""What a text should look like, said to a person in the place of the pattern that it does not match."""

_WORDS = {
    r")?\.[a-z0-9]": "should be a brand and a post, such as aurora.spring",
    "[a-z0-9-]{0,46}": "should be an id: lower-case letters, digits and hyphens, at most 48, "
    "a letter or digit at both ends",
    "[a-z0-9-]{0,32}": "should be an id: lower-case letters, digits and hyphens, at most 34, "
    "a letter or digit at both ends",
    "[A-Z]{3}": "should be a currency of three capital letters, such as EUR",
    "[A-Za-z]{3}": "should be a currency of three letters, such as EUR",
    "(0[1-9]|1[0-2])": "should be a month such as 2026-11",
}


def describe_pattern(pattern: str) -> str:
    """Words for one of the project's patterns; the pattern itself where there are none."""
    return next((words for part, words in _WORDS.items() if part in pattern), f"should match {pattern}")
