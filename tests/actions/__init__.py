"""What the action server says."""
