"""What a run tells people: counts, the ledger, the page, the summary in the terminal, diffs and explanations."""
