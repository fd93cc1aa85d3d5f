"""Layer 1: rules as data. Reads, checks, selects and compiles the TOML files under `rules/`."""
