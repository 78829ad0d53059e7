"""What a brand wants of drafts of its answers."""
