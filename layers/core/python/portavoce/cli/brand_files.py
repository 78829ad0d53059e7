"""A brand's file from the disk."""

from pathlib import Path

from portavoce.brands.brand_file import BrandFileRefused, read_brand
from portavoce.brands.model import Brand
from portavoce.cli.files import read_file
from portavoce.cli.refusal import Refusal
from portavoce.platforms import discovery


def read_brand_file(file: Path) -> Brand:
    """The brand in a file. Raises Refusal with all that is wrong with it."""
    try:
        return read_brand(read_file(file), str(file), discovery.of_brands())
    except BrandFileRefused as error:
        problems = [one._asdict() | {"mark": one.mark._asdict()} for one in error.problems]
        raise Refusal(
            f"{file} is not a brand yet; nothing was written.",
            [str(one) for one in error.problems],
            {"title": "The file is not a brand.", "errors": problems},
        ) from None
