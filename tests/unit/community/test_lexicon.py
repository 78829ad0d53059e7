"""What the layer's build writes down of the rule sets is what they say."""

from portavoce.community.triage.lexicon import gather_lexicon, pack_lexicon, unpack_lexicon
from portavoce.community.triage.rule_sets import RuleSet, read_rule_sets, spell_out


def _rule_set(subject: str, language: str, **sections: tuple[str, ...]) -> RuleSet:
    return RuleSet(subject, language, 1, sections, {})


def test_what_is_packed_is_unpacked_as_the_rule_sets_say_it() -> None:
    gathered = gather_lexicon(read_rule_sets())
    assert unpack_lexicon(pack_lexicon(gathered)) == gathered


def test_a_phrase_stands_where_each_of_its_rule_sets_has_it() -> None:
    lexicon = gather_lexicon(
        [
            _rule_set("purchase", "it", price=("quanto costa",)),
            _rule_set("question", "it", asks=("quanto costa", "qua*")),
        ]
    )
    phrases = lexicon.phrases["it"]
    stand = [phrases.kinds[number] for number in phrases.places]
    known = dict(zip(phrases.patterns.split("\n"), stand, strict=True))
    assert known == {
        " quanto costa ": (("purchase", "it", "price"), ("question", "it", "asks")),
        " qua": (("question", "it", "asks"),),
    }
    assert lexicon.known == {"quanto", "costa", "qua"}


def test_a_phrase_with_choices_stands_for_each_of_them() -> None:
    assert list(spell_out("in (suits|ties|) of (silk|wool)")) == [
        "in suits of silk",
        "in suits of wool",
        "in ties of silk",
        "in ties of wool",
        "in of silk",
        "in of wool",
    ]
    assert list(spell_out(" plain words ")) == ["plain words"]
