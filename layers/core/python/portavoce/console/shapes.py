"""The templates of the room, in each language."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment

from portavoce.brands.model import Language
from portavoce.commands import complete_command, split_commands
from portavoce.console.strangers import clean_name, clean_words
from portavoce.console.texts import RIGHT_TO_LEFT, texts_of
from portavoce.platforms.titles import title_of
from portavoce.reporting.phrases import translate
from portavoce.runtime.settings import settings
from portavoce.templates import open_templates


def render(template: str, language: Language, values: Mapping[str, Any]) -> str:
    """The template, named by its path in this room such as `pages/today.html`, with these values."""
    shared = {"language": language, "direction": "rtl" if language in RIGHT_TO_LEFT else "ltr"}
    return _shapes(language).get_template(template).render(shared | dict(values))


@cache
def _shapes(language: Language) -> Environment:
    shapes = open_templates(Path(__file__).parent, ("jinja2.ext.i18n",))
    with_texts: Any = shapes
    with_texts.install_gettext_translations(texts_of(language), newstyle=True)
    shapes.filters |= {"name": clean_name, "said": clean_words, "title_of": title_of, "told": translate}
    shapes.filters |= {"split_commands": split_commands, "named": _name_stage}
    return shapes


def _name_stage(command: str) -> str:
    return complete_command(command, settings().stage, always=True)
