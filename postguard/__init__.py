"""postguard reads a drafted post before anyone else can, and says what would hurt once public."""

# Nothing is imported here: with ``python -m`` it would be looked for in the current folder,
# where a stranger's files may lie.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from postguard.api import Engine, check_paths, check_text

__version__ = "0.1.0"
__all__ = ["Engine", "__version__", "check_paths", "check_text"]


def __getattr__(name: str) -> object:
    """The interface for programs, imported when first asked for: the command line starts light."""
    if name in __all__:
        from postguard import api

        return getattr(api, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
