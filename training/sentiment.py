"""Learns what the embedded reader of sentiment weighs (docs/sentiment.md).

Without a folder from the project's own sentences, as what is shipped was learned; with one from labelled comments of
your own, words too. What is learned of others' words stays with you: git leaves that file out, and the next deployment
of your stage reads moods by it.

    python -m training.sentiment                        writes the shipped weights anew
    python -m training.sentiment FOLDER [--into FILE]   learns from the train part of FOLDER, and says what it gains
"""

import argparse
import sys
from pathlib import Path

import portavoce.community.sentiment
from portavoce.community.sentiment.reader import WordReader
from portavoce.community.sentiment.weights import HOME_WEIGHTS, dump_weights, load_weights
from training.figures import check_on_unseen_topics
from training.learner import Recipe, learn
from training.posts import BadFolder, LabelledPost, read_folder, read_sentences

SHIPPED = Path(portavoce.community.sentiment.__path__[0]) / "weights.json"
SHIPPED_MODEL, HOME_MODEL = "words1", "home1"
NUMBERS_ALONE = Recipe(decay=0.01)
WORDS_TOO = Recipe(by_words=True, rounds=8, decay=0.01, rate=0.05)


def main() -> int:
    """Learns, writes, and says what was measured."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folder", nargs="?", type=Path)
    options.add_argument("--into", type=Path, default=SHIPPED.with_name(HOME_WEIGHTS))
    asked = options.parse_args()
    if asked.folder is None:
        SHIPPED.write_text(dump_weights(learn(read_sentences(), SHIPPED_MODEL, NUMBERS_ALONE)), encoding="utf-8")
        return 0
    if asked.into.resolve() == SHIPPED.resolve():
        options.error("what is learned of others' words is not shipped: say --into another file, or leave it out")
    try:
        posts = read_folder(asked.folder, "train")
    except BadFolder as bad:
        options.error(str(bad))
    every = [one for of_language in posts.values() for one in of_language]
    asked.into.write_text(dump_weights(learn(every, HOME_MODEL, WORDS_TOO)), encoding="utf-8")
    for language, of_language in posts.items():
        _print_gain(language, of_language)
    return 0


def _print_gain(language: str, posts: list[LabelledPost]) -> None:
    shipped = load_weights()
    before = check_on_unseen_topics(posts, lambda _: shipped, lambda weights: WordReader(weights).read)
    after = check_on_unseen_topics(
        posts, lambda seen: learn(seen, HOME_MODEL, WORDS_TOO), lambda weights: WordReader(weights).read
    )
    sys.stdout.write(
        f"{language:12} macro-F1 on unseen topics: shipped {before.macro_f1}, learned here {after.macro_f1}\n"
    )


if __name__ == "__main__":
    raise SystemExit(main())
