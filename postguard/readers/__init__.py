"""Readers turn a `Source` into a `Document`. Each is imported when first needed."""

from postguard.readers.encoding import decode
from postguard.readers.options import ReaderOptions
from postguard.readers.registry import SUFFIXES, read, supported

__all__ = ["SUFFIXES", "ReaderOptions", "decode", "read", "supported"]
