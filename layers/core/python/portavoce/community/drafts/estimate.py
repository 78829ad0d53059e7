"""What drafts would cost, before they are switched on. Pure."""

from portavoce.brands.drafts.model import TRILLIONTHS_A_CENT, price_of
from portavoce.brands.model import Brand
from portavoce.community.drafts.prompt import DraftTask, compose_prompt
from portavoce.platforms.conversation import AnswerKind

# A comment of 200 letters and an answer of 300, two full pages of saved answers beside them; a token for three letters,
# which is more than English and Italian take and about what Arabic takes [M].
_COMMENT, _SAVED, _ANSWER, _LETTERS_A_TOKEN = 200, 4_000, 300, 3
_MANY = 100


def describe_price(brand: Brand, model: str) -> str | None:
    """About what a hundred drafts cost, and how many the month's cap pays for; None where drafts are off, or the price
    is not known."""
    price, cents = price_of(model), brand.inbox.drafts.month_minor
    if price is None or not cents:
        return None
    task = DraftTask(comment="x" * _COMMENT, kind=AnswerKind.REPLY, language=brand.language, most_letters=_ANSWER)
    prompt = compose_prompt(brand, task)
    letters = sum(map(len, prompt.rules)) + len(prompt.data) + _SAVED
    read, written = -(-letters // _LETTERS_A_TOKEN), _ANSWER // _LETTERS_A_TOKEN
    cost = price.cost(read, written)
    hundred, paid = f"{_MANY * cost / TRILLIONTHS_A_CENT:.1f}", cents * TRILLIONTHS_A_CENT // cost
    return (
        f"Drafts by Amazon Bedrock: {model} reads about {read} and writes about {written} tokens for each, so that "
        f"{_MANY} cost about {hundred} US cents, and {cents} US cents pay for about {paid} a "
        "month; no more is spent. Prices of us-east-1; look at your region's."
    )
