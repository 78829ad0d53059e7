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
Said of who writes, of others, of a pet or a thing of the brand's, in a quote, a likeness, a saying, of a film, a song
or the news, or beside a link and to nobody, they hide nothing.

A small linear model (`likelihood.bin`, 320 KB) says besides how likely each kind is. It has a comment assigned or made
a lead where the words of the rule sets end, and nothing is hidden that it holds for innocent or a complaint in more
than 20 of 100 (for innocent in 60, if somebody is cursed). Praise and what went wrong count for nothing where it holds
an insult for certain (95 of 100). Whatever rough words there are, or none, it hides what speaks to or of readers and
their people, praises nothing, and is an insult in its eyes in 85 of 100. Who sells followers is neither a complaint nor
a lead, and who asks for advice is no lead. A brand adds [rules of its own](rules.md).

## The rule sets

| file | version | phrases | switch under `triage` |
| --- | --- | --- | --- |
"""
MEASURED = """
## What they make of sentences

With the rules as a new brand has them and somebody who is assigned; goals are in brackets. `make bench TRIAGE=<file>`
prints the same of any lines of JSON with `language`, `kind` and `text`.

**Sentences that the rules were not made with** (`tests/triage/unseen/`), hard on purpose. 400 a language, and 150 plain
friendly comments, were written on 2026-11-29 by authors who knew nothing of the rules. Nobody read them who mended
rules; their totals were looked at before, and while sentences were added to what the model is trained on, and no word
and no threshold was chosen by them. Of these alone 79 (Arabic), 80 (English) and 86 in a hundred (Italian) of the
insults are hidden, where 64, 61 and 65 were before; of the 230 innocents a language none, two and one. The other 650 a
language are from the days before: nobody added words for them either, but thresholds were chosen with their totals in
view, and those who widened the rule sets had 146 of them in sight, so they flatter. Expect what the newest tell, give
or take five in a hundred:

"""
OWN = """
**The third of the project's own sentences that the model was not trained on** (`tests/triage/sentences/`). Whoever
wrote the rules wrote these too and had them in view, so this flatters:

"""
CARD = """
## The model

Five kinds over 65,536 hashed words, pairs of words, pieces of two to four letters, what the rule sets find and of whom
the rough words are said; one byte for each weight. Trained by `python -m tests.triage.training`, in a minute and to the
same bytes each time, on the other two thirds of the own sentences and all of `tests/triage/apart/`, 15,000 that were
written on 2026-11-29, most of them by authors who had not seen the rules. They were written for this project, as
customers of cafés, shops, banks, hotels, gyms, telecoms, airlines, clinics, software and events write, in English,
Italian, and Arabic of Egypt, the Gulf, the Levant and the Maghreb. No post of anybody stands among them. It knows no
other language.
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
