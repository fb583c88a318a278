"""Judgements that need code: checksums, number plans, look-alike names.

A detector never decides where to look: its rule's triggers, in YAML, name the
candidates, so that a detector is gated like every other rule. It says whether a
candidate is the real thing, and exactly which part of it.
"""
