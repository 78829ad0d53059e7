"""How comments read to a person: the inbox, what a search found, one comment whole."""

from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from portavoce.brands.drafts.model import TRILLIONTHS_A_CENT
from portavoce.cli.display import moment, print_rest, print_whole, print_wrapped
from portavoce.contained_text import contain_text


def render_list(console: Console, answer: Any) -> None:
    """A part of the inbox."""
    _render_all(console, answer["items"], "Nothing here.")
    if answer["items"]:
        print_rest(console, answer)


def render_search(console: Console, answer: Any) -> None:
    """What was found, how far back was looked, and how to look further."""
    _render_all(console, answer["items"], "Nothing found.")
    if answer["next_cursor"]:
        console.print(f"Looked back to {moment(answer['looked_back_to'])} UTC. The same again looks further with:")
        print_whole(console, f"  --further {answer['next_cursor']}")


def render_one(console: Console, answer: Any) -> None:
    """One comment with all that is known of it."""
    one = answer["comment"]
    if post := answer["post"]:
        print_whole(console, f"Under {post['publication_id']}  {post['url'] or ''}".rstrip())
        console.print(Padding(Text(post["content"]["text"], overflow="fold"), (0, 0, 0, 2)))
    for before in answer["thread"]:
        render_comment(console, before)
    render_comment(console, one)
    if read := one["sentiment"]:
        console.print(f"  read as {describe_mood(read)}")
    late = f", to be answered by {moment(one['answer_by'])} UTC" if one["answer_by"] else ""
    console.print(f"  {one['status']}, revision {one['revision']}{late}")
    for done in answer["actions"]:
        print_whole(
            console, f"  {moment(done['started_at'])} UTC  {done['action']}: {done['progress']} {done['reason']}"
        )
    for act in answer["acts"]:
        _render_act(console, act, {ended["number"]: ended for ended in one["acts"]})
    if author_id := one["interaction"]["author_id"]:
        print_whole(console, f"  by {one['interaction']['platform']}/{author_id}")
    if touched := one["touched"]:
        print_whole(console, f"  {moment(touched['at'])} UTC  {touched['by']} {touched['what']}")
    _render_beside(console, answer)
    if (voice := answer["voice"]) and (voice["tone_of_voice"] or voice["audiences"]):
        console.print(f"{voice['name']} speaks: {voice['tone_of_voice']}", markup=False)
        for audience in voice["audiences"]:
            console.print(f"  to {audience['name']}: {audience['description']}".removesuffix(": "), markup=False)


def render_draft(console: Console, comment: str, found: Any) -> None:
    """A draft, what to look at in it, and how an answer is sent."""
    console.print(Padding(Text(contain_text(found["text"]), overflow="fold"), (0, 0, 0, 2)))
    for flag in found["flags"]:
        print_wrapped(console, f"! {flag['says']}")
    if found["platform_asks"]:
        print_wrapped(console, found["platform_asks"])
    cents = found["cost_trillionths"] / TRILLIONTHS_A_CENT
    tokens = f"{found['read_tokens']} tokens read, {found['written_tokens']} written: {cents:.4f} US cents"
    print_wrapped(console, f"Drafted by {found['model']} ({tokens}). Nothing was sent.")
    way = {"private_reply": " --private", "message": " --message"}.get(found["kind"], "")
    print_whole(console, f"Read it, make it yours, and send it with `portavoce comments reply {comment}{way} '…'`")


def describe_mood(read: Any) -> str:
    """The mood, how sure its reader is, and who that is."""
    shares = f"{read['negative']} % negative, {read['positive']} % positive"
    return f"{read['mood']}: {shares} ({read['model']}, {read['language']})"


def _render_beside(console: Console, answer: Any) -> None:
    """The notes, and what else its author has said."""
    for note in answer["notes"]:
        print_whole(console, f"  {moment(note['at'])} UTC  {note['by']} noted:")
        console.print(Padding(Text(note["words"], overflow="fold"), (0, 0, 0, 4)))
    if answer["person"]:
        console.print("Lately by the same person:")
    for other in answer["person"]:
        render_comment(console, other)


def _render_act(console: Console, act: Any, ends: dict[int, Any]) -> None:
    """What was asked of the platform, its number by which it is taken back, and how it ended."""
    ended = ends.get(act["number"])
    how = " ".join(part for part in (ended["progress"], ended["reason"]) if part) if ended else "on its way"
    line = (
        f"  {moment(act['asked_at'])} UTC  {act['number']}. {act['asked_by']}: {act['what'].replace('_', ' ')}: {how}"
    )
    print_whole(console, line)
    if act["text"]:
        console.print(Padding(Text(act["text"], overflow="fold"), (0, 0, 0, 4)))


def render_comment(console: Console, one: Any) -> None:
    """One entry of the inbox."""
    said, decision = one["interaction"], one["decision"]
    urgent = one["priority"] if one["priority"] != "normal" else ""
    tags = " ".join(f"#{tag}" for tag in one["tags"])
    decided = ", ".join((*decision["labels"], *decision["actions"]))
    mood = one["sentiment"]["mood"] if one.get("sentiment") else ""
    render_entry(
        console, one["channel_id"], said, said["occurred_at"], mood, decided, tags, urgent, one["assignee"] or ""
    )
    print_whole(console, f"  {said['platform']}/{said['interaction_id']}")
    if until := one.get("hidden_until"):
        console.print(f"  hidden until {moment(until)} UTC")


def render_entry(console: Console, channel_id: str, said: Any, instant: str, *more: str) -> None:
    """When (UTC), where, who, what is known of it besides; under it what was said."""
    parts = (f"{moment(instant)} UTC", channel_id, said["author_name"], *more)
    console.print(Text("  ".join(part for part in parts if part), "bold"))
    console.print(Padding(Text(said["text"] or "", overflow="fold"), (0, 0, 0, 2)))


def _render_all(console: Console, items: list[Any], nothing: str) -> None:
    if not items:
        console.print(nothing)
    for one in items:
        render_comment(console, one)
