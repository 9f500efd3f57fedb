"""Every channel says all of every reply."""
