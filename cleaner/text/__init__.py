"""Layer 0: spans, edits, patches and documents. Standard library only; imports nothing of the layers above."""
