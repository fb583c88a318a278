"""Writing a file whole or not at all."""

import os

from postguard.errors import OutputError


def replace(path: str, data: bytes) -> None:
    """Give a file new content, in one step, keeping its mode. A link's target is written.

    Raises `OutputError` if it cannot be written; the file is then as it was.
    """
    import tempfile

    target = os.path.realpath(path)
    folder = os.path.dirname(target)
    try:
        handle, temporary = tempfile.mkstemp(dir=folder, prefix=".postguard-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(handle)
            os.chmod(temporary, _mode(target))
            os.replace(temporary, target)
        except BaseException:
            os.unlink(temporary)
            raise
    except OSError as error:
        raise OutputError(f"{path}: cannot be written: {error.strerror}") from None


def _mode(path: str) -> int:
    """The mode of the file replaced, or what the umask leaves of a new file's."""
    try:
        return os.stat(path).st_mode & 0o7777
    except OSError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask
