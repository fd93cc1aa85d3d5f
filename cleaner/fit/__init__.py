"""Fitting the weights of a rule to labelled pages: for maintainers, never needed to clean a text."""
