"""Portavoce: the social media manager that runs itself in your own AWS account.

Importing makes objects that stay: Python's collector of garbage looks through them for nothing at every 2,000 new ones,
and takes a tenth of a cold start. It looks at every 50,000."""

import gc

gc.set_threshold(50_000)
