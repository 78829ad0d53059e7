"""The console on the deployed twin: a real sign-in, functions that start as on Lambda, networks that answer."""
