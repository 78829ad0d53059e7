"""The way of a mail to each of its people, once."""
