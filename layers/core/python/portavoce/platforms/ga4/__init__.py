"""Google Analytics 4, read by its Data API."""
