"""The systems, one file each: `train` takes phrases and returns what answers a message."""
