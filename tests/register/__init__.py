"""The register's files and commands."""
