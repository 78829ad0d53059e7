"""What people do with an alert: they have seen it, or want to hear of it later."""
