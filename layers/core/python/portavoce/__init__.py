"""Portavoce: the social media manager that runs itself in your own AWS account."""
