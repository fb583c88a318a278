"""Confidential term lists: plain for private use, sealed for a repository anyone may read.

A sealed list holds keyed digests. It tells nobody what it looks for, and a post can
still be checked against it by whoever holds the key.
"""
