"""`cleaner` inside other frameworks: datatrove, Hugging Face datasets, Spark and data-juicer.

Each module needs its framework and nothing else; all give the texts and findings that `cleaner run` gives.
"""
