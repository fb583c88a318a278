"""What git knows of a repository: trees, the index, and which lines have changed.

The only package that runs git. Every call is made without a shell and without locks, and
starts nothing a repository could name: no hook, no file-system monitor, no external diff,
no text conversion, no filter. Contents are as they are stored. ``GIT_DIR``,
``GIT_INDEX_FILE`` and their like stay as they are, so that a hook sees the index that is
about to be committed.

Paths are relative to the top of the working tree, with ``/``. A byte that is no UTF-8
is a lone surrogate in them, as everywhere in Python.
"""

from postguard.git.listing import Change, Entry
from postguard.git.objects import Blob, Objects
from postguard.git.patch import Lines
from postguard.git.repository import INDEX, Repository, setting

__all__ = ["INDEX", "Blob", "Change", "Entry", "Lines", "Objects", "Repository", "setting"]
