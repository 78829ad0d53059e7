"""Instagram professional accounts, through Facebook Login."""
