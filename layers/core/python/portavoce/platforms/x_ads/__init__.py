"""Advertising accounts of X."""
