"""Writes the API's OpenAPI document: `python -m portavoce.api.openapi > docs/openapi.json`."""

import sys

from portavoce.api.app import describe_api

if __name__ == "__main__":
    sys.stdout.write(describe_api())
