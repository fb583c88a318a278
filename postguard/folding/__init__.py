"""Normalised views of a text, each with exact offsets back to the original.

`plain` levels typography and keeps every offset; `skeleton` folds look-alikes and
drops what cannot be seen; `unmask` spells disguised words of a lexicon out again.
"""
