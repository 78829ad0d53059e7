"""A call is signed as X and the OAuth specification print it."""

from pydantic import SecretStr

from portavoce.platforms.x_ads.signature import Keys, authorize_call


def make_keys(*four: str) -> Keys:
    return Keys(*map(SecretStr, four))


def test_xs_own_example_is_signed_as_x_prints_it() -> None:
    """docs.x.com, OAuth 1.0a, Creating a signature."""
    keys = make_keys(
        "xvz1evFS4wEEPTGEFPHBog",
        "kAcSOqF21Fu85e7zjz7ZN2U4ZRhfV3WpwPAoE3Z7kBw",
        "370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb",
        "LswwdoUaIvS8ltyTt5jkRh4J50vUPVVHtR2YPi5kE",
    )
    said = authorize_call(
        "POST",
        "https://api.x.com/1.1/statuses/update.json",
        {"status": "Hello Ladies + Gentlemen, a signed OAuth request!", "include_entities": "true"},
        keys,
        at=1318622958,
        nonce="kYjzVBB8Y0ZFabxSWbWovY3uYSQ2pTgmZeNu2VS4cg",
    )
    assert 'oauth_signature="Ls93hJiZbQ3akF3HF3x1Bz8%2FzU4%3D"' in said
    assert said.startswith('OAuth oauth_consumer_key="xvz1evFS4wEEPTGEFPHBog", oauth_nonce="kYjz')


def test_the_example_of_the_specification_is_signed_as_it_is_printed() -> None:
    """OAuth Core 1.0, appendix A.5."""
    keys = make_keys("dpf43f3p2l4k3l03", "kd94hf93k423kf44", "nnch734d00sl2jdk", "pfkkdhi9sl3r4s00")
    parameters = {"file": "vacation.jpg", "size": "original"}
    said = authorize_call(
        "GET", "http://photos.example.net/photos", parameters, keys, at=1191242096, nonce="kllo9940pd9333jh"
    )
    assert 'oauth_signature="tR3%2BTy81lMeYAr%2FFid0kMTYa%2FWM%3D"' in said
