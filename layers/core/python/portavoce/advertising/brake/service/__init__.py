"""The brake's use cases."""
