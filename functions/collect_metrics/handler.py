"""Placeholder: answers nothing until the handler of `collect_metrics` is written."""


def handler(event: dict[str, object], context: object) -> dict[str, object]:
    """Accept the event and do nothing with it."""
    del event, context
    return {}
