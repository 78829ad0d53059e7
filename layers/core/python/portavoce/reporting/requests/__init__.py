"""Asking for decisions: all posts that wait for somebody in one mail, each as it will look."""
