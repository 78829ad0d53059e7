"""What the layer's build writes down of the rule sets is what they say."""

from portavoce.community.triage.lexicon import gather_lexicon, pack_lexicon, unpack_lexicon
from portavoce.community.triage.rule_sets import RuleSet, read_rule_sets


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
    known = dict(zip(lexicon.patterns, lexicon.places, strict=True))
    assert known == {
        " quanto costa ": (("purchase", "it", "price"), ("question", "it", "asks")),
        " qua": (("question", "it", "asks"),),
    }
    assert lexicon.known == {"quanto", "costa", "qua"}
