"""The register's files and commands: import, export, `scr register`. Imports `rules`, `storage` and the settings."""
