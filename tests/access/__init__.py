"""The commands for access, and the audit, as an officer types them."""
