"""Fuzzing: seeded generators and mutators, and the invariants that must hold on whatever they give."""
