"""The inbox: what people say on all platforms, and what is done about it."""

from portavoce.console.pages.inbox import acts, proposals
from portavoce.console.pages.inbox.door import page

__all__ = ["acts", "page", "proposals"]
