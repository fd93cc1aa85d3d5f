"""Readers: which files to read, and how their bytes become text."""
