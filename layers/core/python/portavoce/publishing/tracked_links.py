"""A content as it was written, before addresses of ours took the place of its links. Pure."""

from portavoce.publishing.model import Content


def restore_links(content: Content) -> Content:
    """The content with the links that somebody wrote."""
    if not content.tracked_links:
        return content
    written = {one.address: one.written for one in content.tracked_links}

    def restore(text: str) -> str:
        for address, link in written.items():
            text = text.replace(address, link)
        return text

    return content.model_copy(
        update={
            "text": restore(content.text),
            "link": content.link and written.get(content.link, content.link),
            "thread": tuple(one.model_copy(update={"text": restore(one.text)}) for one in content.thread),
            "first_comment": content.first_comment and restore(content.first_comment),
            "tracked_links": (),
        }
    )
