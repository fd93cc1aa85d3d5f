"""Measures the pipeline against gold data: figures, floors that they must not fall below, and each rule's precision."""
