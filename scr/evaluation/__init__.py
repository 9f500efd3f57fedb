"""Measures the assistant: labelled questions and conversations through the running server, and our own phrases held out."""
