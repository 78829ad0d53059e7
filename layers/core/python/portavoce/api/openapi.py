"""Writes the API's OpenAPI document: `python -m portavoce.api.openapi > docs/openapi.json`."""

import sys

from portavoce.api.app import app
from portavoce.api.description import document

if __name__ == "__main__":
    sys.stdout.write(document(app))
