"""What a platform bills for its own API: one dated table, for what we say, what we are told and what we plan."""

from datetime import date

from portavoce.value import Value


class FeeTable(Value):
    """Prices in thousandths of `currency` (which has `decimals`): for each post that is made, for one with a link in
    it, and for each thing that others say and we are told of. `seen_on` is the day of the price list."""

    post_mills: int
    post_with_link_mills: int
    heard_post_mills: int
    heard_message_mills: int
    currency: str
    decimals: int
    seen_on: date
    source: str

    def to_minor(self, mills: int) -> int:
        """Thousandths as minor units, a part of one counted as a whole one."""
        minor_units: int = 10**self.decimals
        return -(-mills * minor_units // 1000)
