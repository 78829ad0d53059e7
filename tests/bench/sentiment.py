"""How well and how fast the shipped reader of sentiment reads a folder of labelled posts: `make bench SENTIMENT=`.

Nothing is learned from the folder. Weights that were learned elsewhere are measured with WEIGHTS=."""

import json
import sys
from pathlib import Path

from infra.assembly import ROOT
from portavoce.community.sentiment.reader import WordReader
from portavoce.community.sentiment.weights import BadWeights, load_weights, parse_weights
from training.figures import measure_reader
from training.posts import BadFolder, read_folder

FIGURES = ROOT / ".local/sentiment.json"
_HEAD = (
    f"{'':12} {'posts':>7} {'accuracy':>9} {'macro-F1':>9} {'neg. recall':>12} {'neg. prec.':>11} {'posts/s/core':>13}"
)


def main(folder: str, weights: str = "") -> int:
    """Prints the figures of each language and writes them."""
    try:
        posts = read_folder(Path(folder))
        weighed = parse_weights(Path(weights).read_text(encoding="utf-8")) if weights else load_weights()
    except (BadFolder, BadWeights, OSError) as wrong:
        sys.stderr.write(f"Nothing was measured: {wrong}\n")
        return 2
    lines = [f"Sentiment by {weighed.model}, {'learned elsewhere' if weights else 'as shipped'}; per cent", "", _HEAD]
    told = {}
    for language, of_language in posts.items():
        found = measure_reader(WordReader(weighed).read, of_language)
        told[language] = found._asdict()
        row = f"{found.accuracy:9} {found.macro_f1:9} {found.negative_recall:12} {found.negative_precision:11}"
        lines.append(f"{language:12} {len(of_language):7} {row} {found.posts_per_second:13,}")
    sys.stdout.write("\n".join([*lines, ""]))
    FIGURES.parent.mkdir(exist_ok=True)
    FIGURES.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
