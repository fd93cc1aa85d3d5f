"""The main text of a page dump, decoded as a run of lines with weights that stand in a rule."""
