"""Regular expressions that cannot take long, whatever they are and whatever they are held against: those of RE2.

RE2 reads a text once, in time linear in its length (github.com/google/re2/wiki/WhyRE2). What needs more than that,
look-around and back-references, it does not know."""

_MOST_BYTES = 1 << 20
"""What one expression may take compiled: `(a{1000}){1000}` would take all there is."""


def check_expression(pattern: str) -> str:
    """The pattern as it came. Raises ValueError with what is wrong with it."""
    # Imported where a brand has such a rule: the others' cold starts are without it.
    import re2  # noqa: PLC0415

    options = re2.Options()
    options.case_sensitive, options.log_errors, options.max_mem = False, False, _MOST_BYTES
    try:
        re2.compile(pattern, options)
    except re2.error as error:
        said = error.args[0].decode() if isinstance(error.args[0], bytes) else str(error.args[0])
        raise ValueError(
            f"{pattern!r} cannot be searched in bounded time: {said}; look-ahead, look-behind and back-references are"
            " not known, a repetition goes up to 1000, and \\w, \\d and \\b know ASCII letters only"
        ) from None
    return pattern
