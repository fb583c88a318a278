"""Tests of postguard.context."""
