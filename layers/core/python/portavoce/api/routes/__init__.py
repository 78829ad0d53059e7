"""The routes, one module for each thing that the API speaks of. They translate and decide nothing."""

from portavoce.api.routes import brands, media, secrets

ROUTERS = (brands.router, media.router, secrets.router)
