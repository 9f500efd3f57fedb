"""The register of reviews, and what was arranged in them."""
