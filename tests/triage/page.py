"""The page about the built-in rules and what they make of sentences: `python -m tests.triage.page > docs/triage.md`."""

import sys

from portavoce.community.triage.rule_sets import LANGUAGE_NAMES, read_rule_sets
from tests.triage.sentences import is_for_report, read_own_sentences, read_unseen_sentences
from tests.triage.table import COUNTED, GOALS, Counts, count_decisions, share

SWITCHES = {
    "abuse": "hide_abuse",
    "addressee": "hide_abuse",
    "complaint": "assign_complaints",
    "purchase": "sell_to_buyers",
    "question": "assign_questions",
}
BEGINNING = """# What triage does

<!-- Made by `python -m tests.triage.page`; edit the rule sets and tests/triage/page.py. -->

A comment is read once: made plain (case, accents, vowel marks, look-alike letters), without the disguises of rough
words (stars, digits, letters apart, repeated or of other scripts), and held against the rule sets, which are files of
phrases in `community/triage/rule_sets/`. Rough words hide a comment only if they are said to the brand, its people or
whoever reads it, if nothing in it is praise, and if it does not say what went wrong: an angry complaint is assigned.
Where the words of the rule sets end, a small linear model (`likelihood.bin`, 160 KB) says how likely each kind is. It
has a comment assigned or made a lead, spares what holds rough words and is likely innocent, and hides by itself only
what speaks to the brand or its people, of nobody else, and is an insult in nine of ten. A brand adds
[rules of its own](rules.md).

## The rule sets

| file | version | phrases | switch under `triage` |
| --- | --- | --- | --- |
"""
MEASURED = """
## What they make of sentences

With the rules as a new brand has them and somebody who is assigned; goals are in brackets. `make bench TRIAGE=<file>`
prints the same of any lines of JSON with `language`, `kind` and `text`.

**Sentences that the rules have never seen** (`tests/triage/unseen/`), hard on purpose, written on 2026-11-28 and, the
most of them, on 2026-11-29 before a look at the rules; no word was added because of them. With the rules and weights of
the day before, of those of the second day 40 (Arabic), 67 (Italian) and 70 in a hundred (English) of the insults were
hidden, 72 of the complaints assigned and 65 to 67 of the purchases made leads. This is what to expect, give or take
five in a hundred:

"""
OWN = """
**The third of the project's own sentences that the model was not trained on** (`tests/triage/sentences/`). Whoever
wrote the rules wrote these too and had them in view, so this flatters:

"""
CARD = """
## The model

Five kinds over 32,768 hashed words, pairs of words, pieces of two to four letters and what the rule sets find; one byte
for each weight. Trained by `python -m tests.triage.training`, in a minute and to the same bytes each time, on the other
two thirds of the own sentences and all of `tests/triage/apart/`, which were written on 2026-11-29 without a look at the
rules. They were written for this project, as customers of cafés, shops, banks, hotels, gyms, telecoms, airlines,
clinics, software and events write, in English, Italian, and Arabic of Egypt, the Gulf, the Levant and the Maghreb. No
post of anybody stands among them. It knows no other language.
"""


def compose_page() -> str:
    """The whole page."""
    rows = [
        f"| `{one.subject}.{one.language}.txt` | {one.version} | {sum(map(len, one.sections.values())):,} "
        f"| `{SWITCHES[one.subject]}` |"
        for one in read_rule_sets()
    ]
    unseen = count_decisions(read_unseen_sentences())
    own = count_decisions([one for one in read_own_sentences() if is_for_report(one)])
    return BEGINNING + "\n".join(rows) + "\n" + MEASURED + _table(unseen) + OWN + _table(own) + CARD


def _table(counts: Counts) -> str:
    lines = [f"| language | kind | sentences | {' | '.join(COUNTED)} |", "| --- " * (3 + len(COUNTED)) + "|"]
    for language in LANGUAGE_NAMES:
        for kind, counted in counts[language].items():
            cells = " | ".join(_cell(kind, name, counted) for name in COUNTED)
            lines.append(f"| {LANGUAGE_NAMES[language]} | {kind} | {counted['total']} | {cells} |")
    return "\n".join(lines) + "\n"


def _cell(kind: str, name: str, counted: dict[str, int]) -> str:
    found = f"{share(counted, name):.1f} %"
    if (kind, name) not in GOALS:
        return found
    least, most = GOALS[kind, name]
    return f"{found} ({f'at least {least}' if most == 100 else f'at most {most}'})"


if __name__ == "__main__":
    sys.stdout.write(compose_page())
