"""Advertising accounts of Meta (Facebook, Instagram)."""
