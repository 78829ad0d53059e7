"""The pages, one module each; its template has the same name."""
