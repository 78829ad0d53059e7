"""Money as people write it in a brand's file, or why it cannot be told what is meant. Pure.

One separator before three digits may stand for thousands or for decimals, by the language of whoever wrote it: 1.000 is
a thousand in Italian and one in English. It is refused, for the difference is a thousandfold."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from portavoce.currency import count_digits

_ARABIC = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫٬", "01234567890123456789.,")
_SPACES = re.compile("[ \u00a0\u2009\u202f'\u2019]")
_WHOLE = re.compile(r"[0-9]+")
_DECIMAL = re.compile(r"(?P<whole>[0-9]+)[.,](?P<rest>[0-9]{1,2})")
_GROUPS = re.compile(
    r"(?P<whole>[0-9]{1,3}(?P<by>[., ])[0-9]{3}(?:(?P=by)[0-9]{3})*)(?:(?!(?P=by))[.,](?P<rest>[0-9]{1,2}))?"
)
_THREE = re.compile(r"(?P<whole>[0-9][0-9., ]*)(?P<by>[.,])(?P<last>[0-9]{3})")
_MOST_DIGITS = 15

AmountProblem = tuple[tuple[int | str, ...], str]
"""The place of a field, and what is wrong with it."""


class AmountUnclear(ValueError):
    """It cannot be told which amount is meant, or it is none."""


def read_amount(written: str, currency: str, *, may_be_nothing: bool = False) -> int:
    """The amount in the currency's minor units. Raises AmountUnclear with what to write instead."""
    digits = count_digits(currency)
    example = '"250"' if digits == 0 else '"250.00"'
    text = _SPACES.sub(" ", written.strip().translate(_ARABIC))
    grouped, plain = _GROUPS.fullmatch(text), _WHOLE.fullmatch(text) or _DECIMAL.fullmatch(text)
    found = plain or grouped
    unclear = _THREE.fullmatch(text)
    if unclear and (found is None or (grouped and _may_be_decimals(grouped))):
        raise AmountUnclear(f"{written!r} may be thousands or decimals: {_ask_which(unclear, currency)}")
    if found is None or len(_digits_of(text)) > _MOST_DIGITS:
        raise AmountUnclear(f"{written!r} is no amount of {currency}: write it as money, such as {example}")
    rest = found.groupdict().get("rest") or ""
    if rest and not digits:
        raise AmountUnclear(f"{written!r}: {currency} is counted without decimals here, write it such as {example}")
    whole = _digits_of(found.groupdict().get("whole") or found[0])
    amount = int(whole + rest.ljust(digits, "0"))
    if amount == 0 and not may_be_nothing:
        raise AmountUnclear(f"{written!r} should be more than nothing")
    return amount


def write_amount(amount_minor: int, currency: str) -> str:
    """The amount as `read_amount` takes it back: 25000 EUR is 250.00."""
    digits = count_digits(currency)
    return f"{Decimal(amount_minor).scaleb(-digits):.{digits}f}"


def resolve_amounts(document: Any, written: Mapping[tuple[int | str, ...], str]) -> list[AmountProblem]:
    """Puts minor units in place of each budget's amount, as far as it can be read; the rest is told.

    `written` has the text of each value as it stands in the file: YAML would read 1.000 as one and 0250 as 168."""
    budgets = document.get("budgets") if isinstance(document, dict) else None
    rows = enumerate(budgets) if isinstance(budgets, list) else ()
    return [one for index, budget in rows if isinstance(budget, dict) for one in _resolve(budget, index, written)]


def is_amount(place: tuple[int | str, ...]) -> bool:
    """Whether an amount of money stands there that is read as it is written."""
    match place:
        case ("budgets", int(), "amount"):
            return True
    return False


def _resolve(
    budget: dict[str, Any], index: int, written: Mapping[tuple[int | str, ...], str]
) -> Iterator[AmountProblem]:
    currency = str(budget.get("currency", ""))
    amount_minor = budget.pop("amount_minor", None)
    # A budget that is refused is given an amount all the same, so that nothing is said of it twice.
    amount, budget["amount_minor"] = budget.pop("amount", None), 1
    if amount_minor is not None:
        yield ("budgets", index, "amount_minor"), _say_instead(amount_minor, currency)
    elif amount is None:
        yield ("budgets", index, "amount"), 'is missing here: the most to spend in a month, such as amount: "250.00"'
    else:
        place = ("budgets", index, "amount")
        try:
            budget["amount_minor"] = read_amount(written.get(place, "") or str(amount), currency)
        except AmountUnclear as error:
            yield place, str(error)


def _say_instead(amount_minor: object, currency: str) -> str:
    words = "is written as money now"
    if isinstance(amount_minor, int) and amount_minor > 0:
        return (
            f'{words}: instead of amount_minor: {amount_minor} write amount: "{write_amount(amount_minor, currency)}"'
        )
    return f'{words}: write amount, such as amount: "250.00" for two hundred and fifty {currency}'


def _may_be_decimals(grouped: re.Match[str]) -> bool:
    return grouped["by"] != " " and grouped["rest"] is None and grouped["whole"].count(grouped["by"]) == 1


def _ask_which(unclear: re.Match[str], currency: str) -> str:
    """What to write instead of digits with a separator before the last three: whole, or with decimals."""
    whole, by, last = unclear.group("whole", "by", "last")
    choices = [_digits_of(whole + last).lstrip("0") or "0"]
    has_decimals = by not in whole and count_digits(currency) > 0
    if has_decimals and last.endswith("0"):
        choices.append(f"{_digits_of(whole)}.{last[:2]}")
    words = f"write {' or '.join(choices)}, whichever you mean" if len(choices) > 1 else f"write {choices[0]} for that"
    few = "" if len(choices) > 1 else ", or two decimals at most"
    return f"{words}{few}; {currency} is counted in hundredths here" if has_decimals else words


def _digits_of(text: str) -> str:
    return "".join(letter for letter in text if letter.isdigit())
