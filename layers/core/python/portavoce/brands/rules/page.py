"""The page that describes a brand's rules, made of their keys. Pure."""

from collections.abc import Iterable

from portavoce.brands.rules.keys import THEN, WHEN

_BEGINNING = """# A brand's own rules

<!-- Made by `brands/rules/page.py` from `brands/rules/keys.py`; `tests/unit/brands/test_rules.py` says how. -->

Rules stand in the [brand file](brand-file.md) under `rules`. Each has a `name`, says `when` it speaks and what it \
`then` \
does. They are read with the words, before anything is written, after the [built-in rules](triage.md); what each found \
stands on the comment.

```yaml
rules:
  - name: lotteries
    when: {words: [lotter*, jackpot], links: foreign}
    then: hide
  - name: refunds
    priority: 10
    when:
      any:
        - words: [refund, rimborso]
        - regex: 'order \\d{6}'
      not: {intent: question}
    then: [escalate, {tag: refund}, {saved_answer: refunds}]
  - name: suppliers
    when: {domains: [supplier.example]}
    then: allow
```

All keys of one `when` are to hold together; of a list, one entry is enough. `all`, `any` and `not` hold conditions \
again, up to six deep. A word is found whatever its case and accents, with letters apart, repeated, or as digits; an \
Arabic one with and, in, for or the before it.

`allow` goes first: whatever is allowed is hidden by no rule, not by a built-in one either; the rest is done. Where \
rules want different things, the one of the highest `priority` (0 if left out) has its way, then the one that stands \
first; tags add up. What is hidden is neither assigned nor handed to sales, unless the rule that hides it says so. \
What \
cannot be hidden, such as a message, is not. Rules never delete, block or report: nobody could take it back.

Expressions are those of [RE2](https://github.com/google/re2/wiki/Syntax), which reads a text once whatever the \
expression; look-around and back-references are refused with the rule's name. Of a text 4,000 letters are read.

"""
_END = """
## Trying and taking back

`portavoce rules test --days 30 --file new.yaml` holds the rules of a file against the comments that stand, and \
changes \
nothing: how often each would speak and why, what would be done that was not, and what of it could not be taken back. \
`portavoce rules list` shows what rules did: how often each spoke, how many it hid, and how many of those people \
showed \
again or called something else (`portavoce comments relabel COMMENT innocent`).

`portavoce rules undo --rule lotteries --day 2026-11-23`, with `--dry-run` first, takes back a day: what the rule \
alone \
hid is shown again, what it alone assigned is nobody's, its leads, tags and priority go. What a person has seen to \
since \
is left and named. A mail that has left cannot be called back. Built-in rules are undone by their names, such as \
`abuse.en`. A day is one of the brand's, by when a comment came, or came back, to be answered.
"""


def rules_page() -> str:
    """The page in Markdown."""
    return "".join((_BEGINNING, _table("When", WHEN), "\n", _table("Then", THEN), _END))


def _table(title: str, keys: Iterable[tuple[str, str, str]]) -> str:
    head = f"## {title}\n\n| key | what it says | example |\n| --- | --- | --- |\n"
    return head + "".join(f"| `{key}` | {says} | `{example}` |\n" for key, says, example in keys)
