"""Small social networks on loopback that speak the real APIs, written from the platforms' documents."""
