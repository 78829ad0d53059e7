"""What a browser may do with a page, and how a form shows that it is ours. Pure."""

import hmac


def security_headers(nonce: str | None, media: str = "") -> dict[str, str]:
    """The headers of every answer. Of a page, which has a nonce, scripts and style come from our two files alone, and
    only htmx may write HTML into it, from elements that carry this nonce; images and videos come from the origin
    `media`, if it names one. What is no page may load nothing."""
    policy = _page_policy(nonce, media) if nonce else "default-src 'none'; frame-ancestors 'none'"
    return {
        "content-security-policy": policy,
        "cache-control": "no-store",
        "referrer-policy": "same-origin",
        "strict-transport-security": "max-age=31536000",
        "x-content-type-options": "nosniff",
        "x-robots-tag": "noindex, nofollow",
        "cross-origin-opener-policy": "same-origin",
    }


def _page_policy(nonce: str, media: str) -> str:
    rules = (
        "default-src 'none'",
        f"script-src 'self' 'nonce-{nonce}'",
        "style-src 'self'",
        f"img-src 'self' {media}".strip(),
        *([f"media-src {media}"] if media else ()),
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types htmx",
    )
    return "; ".join(rules)


def is_our_form(secret: str, token: str) -> bool:
    """Whether a form carries its session's secret, compared in constant time."""
    return hmac.compare_digest(secret.encode(), token.encode())
