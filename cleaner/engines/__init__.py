"""Engines: how many documents at once, and how a run reaches the disk whole or not at all."""
