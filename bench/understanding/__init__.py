"""Five ways to understand a message, given the same phrases and the same questions. See docs/understanding-compared.md."""
