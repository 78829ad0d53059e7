"""What is remembered of a second reading of moods."""

from pydantic import AwareDatetime

from portavoce.value import Value


class MoodsRead(Value):
    """Up to which moment of receipt a brand's inbox was read by Amazon Comprehend, and what was billed in a UTC month
    (`2026-11`), in its units."""

    brand_id: str
    month: str
    units: int = 0
    read_to: AwareDatetime
