"""Everything postguard raises on purpose.

::

    PostguardError
    ├── UsageError            the command line, a path or an option is wrong            exit 2
    ├── ConfigError           postguard.toml / [tool.postguard] is wrong                exit 2
    ├── RulebookError         a rule pack is wrong, or a rule's example fails           exit 2
    ├── TermsError            a term list cannot be trusted or opened                   exit 3
    │   └── MissingKeyError   a sealed list was given without its key                   exit 3
    ├── ReadError             one input could not be read, or only partly               exit 3
    └── OutputError           a report could not be written                             exit 3

A `ReadError` never ends a run: the project turns it into a `Failure` of that
input and goes on. The others end it, with the exit code of their class.
"""


class PostguardError(Exception):
    """Root of the tree. `str()` is one line (or a short list of lines) fit for a user."""

    exit_code = 4


class InternalError(Exception):
    """An error in postguard itself, met while it looked at one input. Ends the run: exit 4."""

    def __init__(self, kind: str, path: str) -> None:
        super().__init__(kind, path)
        self.kind = kind
        """The name of the error's class; its message may quote the draft."""
        self.path = path
        """The input, as it may be told."""


class UsageError(PostguardError):
    """The call itself is wrong: an unknown option value, a missing path."""

    exit_code = 2


class LocatedError(PostguardError):
    """An error in a file the user wrote: it always says where and what was expected."""

    exit_code = 2

    def __init__(
        self,
        problem: str,
        *,
        path: str,
        line: int | None = None,
        column: int | None = None,
        key: str | None = None,
        remedy: str | None = None,
    ) -> None:
        self.problem = problem
        self.path = path
        """The file, as the user would type it."""
        self.line = line
        """1-based line, if known."""
        self.column = column
        """1-based column in code points, if known."""
        self.key = key
        """Dotted key inside the file, if known."""
        self.remedy = remedy
        """What would make it right."""
        super().__init__(str(self))

    def __str__(self) -> str:
        place = self.path
        if self.line is not None:
            place += f":{self.line}"
            if self.column is not None:
                place += f":{self.column}"
        key = f" [{self.key}]" if self.key else ""
        remedy = f"\n  {self.remedy}" if self.remedy else ""
        return f"{place}:{key} {self.problem}{remedy}"


class ConfigError(LocatedError):
    """The configuration is wrong; nothing was checked."""


class RulebookError(LocatedError):
    """A rule pack is wrong; nothing was checked, since a missing rule reads as clean."""


class TermsError(LocatedError):
    """A confidential-term list cannot be trusted. The message never names a term."""

    exit_code = 3


class MissingKeyError(TermsError):
    """A sealed list was given without the key that opens it."""


class ReadError(PostguardError):
    """An input that could not be read. `stage` says how far it came."""

    exit_code = 3

    def __init__(self, reason: str, *, stage: str = "read") -> None:
        super().__init__(reason)
        self.reason = reason
        self.stage = stage
        """One of "discover", "decode", "parse", "read"."""


class OutputError(PostguardError):
    """A report could not be written: the run's verdict would be lost."""

    exit_code = 3
