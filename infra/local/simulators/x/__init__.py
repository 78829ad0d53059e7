"""X: API v2 with OAuth 2.0 user tokens, chunked media, webhooks and activity subscriptions."""
