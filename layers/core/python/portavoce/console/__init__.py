"""The pages that people work in: HTML from the server, over the same use cases as the API."""
