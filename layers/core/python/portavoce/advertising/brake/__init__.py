"""Pausing a budget's campaigns before more is spent than was meant, and letting run again only those."""
