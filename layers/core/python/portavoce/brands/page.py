"""The page that describes the brand file, made of its keys. Pure."""

from portavoce.brands.keys import BRAND_KEYS, BrandKey

_BEGINNING = """# The brand file

<!-- Made by `portavoce brand keys --page`; edit brands/keys.py and brands/page.py. -->

One YAML file says who speaks: `portavoce brand apply brand.yaml` writes it, and with `--dry-run` shows what would \
change. [An example](../infra/local/seed/aurora.yaml).

A dot stands between a key and what is below it, `[]` after a key that holds a list. What is below a key is needed \
only where that key is there.

| key | what it says | example |
| --- | --- | --- |
"""


def brand_page() -> str:
    """The page in Markdown."""
    return _BEGINNING + "".join(map(_line, BRAND_KEYS))


def _line(key: BrandKey) -> str:
    name = f"**`{key.path}`** (needed)" if key.needed else f"`{key.path}`"
    return f"| {name} | {key.says} | `{key.example}` |\n"
