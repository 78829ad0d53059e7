"""Who signs in to the console, in which roles, and for how long."""
