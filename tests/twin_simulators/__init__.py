"""The simulated networks keep the platforms' rules."""
