import os
import pickle
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

from postguard.confidential.keys import (
    PREFIX,
    VARIABLE,
    KeyRing,
    TermsKey,
    find_keys,
    new_key,
    parse_key,
    read_key_file,
    store_in_keyring,
    write_key_file,
)
from postguard.errors import MissingKeyError, TermsError, UsageError


def test_a_key_is_256_random_bits_and_reads_back() -> None:
    key = new_key()
    assert re.fullmatch(PREFIX + r"[A-Za-z0-9_-]{48}", key.reveal())
    assert parse_key(key.reveal() + "\n", where="test") == key
    assert new_key() != key


def test_a_key_shows_itself_nowhere() -> None:
    key = new_key()
    for shown in (repr(key), str(key), f"{key}", repr(KeyRing([key])), repr([key])):
        assert key.reveal() not in shown
        assert key.reveal()[len(PREFIX) : len(PREFIX) + 8] not in shown
    with pytest.raises(TypeError, match="never pickled"):
        pickle.dumps(key)


@pytest.mark.parametrize("damage", [lambda t: t[:-1], lambda t: t[:12] + "AAA" + t[15:], str.upper])
def test_a_mistyped_key_is_told_and_not_repeated(damage: "object") -> None:
    text = new_key().reveal()
    wrong = damage(text)  # type: ignore[operator]
    with pytest.raises(TermsError) as caught:
        parse_key(wrong, where=VARIABLE)
    assert str(caught.value).startswith(f"{VARIABLE}: this is not a terms key, or it is mistyped")
    assert wrong[12:] not in str(caught.value)


def test_keys_come_from_the_environment_several_at_once() -> None:
    first, second = new_key(), new_key()
    keys = find_keys({VARIABLE: f"{first.reveal()}\n {second.reveal()}"})
    assert list(keys) == [first, second]
    assert len(find_keys({})) == 0
    assert len(find_keys({VARIABLE: " "})) == 0


def test_only_one_key_can_seal() -> None:
    with pytest.raises(MissingKeyError):
        KeyRing().only()
    with pytest.raises(UsageError):
        KeyRing([new_key(), new_key()]).only()
    key = new_key()
    assert KeyRing([key]).only() is key


def test_a_key_file_is_private_and_never_overwritten(tmp_path: Path) -> None:
    path = str(tmp_path / "terms.key")
    key = new_key()
    write_key_file(key, path)
    assert os.stat(path).st_mode & 0o777 == 0o600
    assert list(read_key_file(path)) == [key]
    assert list(find_keys({VARIABLE: new_key().reveal()}, key_file=path)) == [key]
    with pytest.raises(UsageError, match="never overwritten"):
        write_key_file(new_key(), path)
    assert list(read_key_file(path)) == [key]


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o602, 0o660])
def test_a_key_file_that_others_can_reach_is_refused(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "terms.key"
    write_key_file(new_key(), str(path))
    path.chmod(mode)
    with pytest.raises(TermsError) as caught:
        read_key_file(str(path))
    assert str(caught.value) == (
        f"{path}: others can read this key file (mode {mode:04o})\n  chmod 600 {path}"
    )


def test_a_key_file_that_is_missing_empty_or_a_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(TermsError, match="cannot be read"):
        read_key_file(str(tmp_path / "none"))
    with pytest.raises(TermsError, match="cannot be read"):
        read_key_file(str(tmp_path))
    with pytest.raises(TermsError, match="cannot be written"):
        write_key_file(new_key(), str(tmp_path / "no" / "folder"))
    empty = tmp_path / "empty"
    empty.write_text("# nothing\n")
    empty.chmod(0o600)
    with pytest.raises(MissingKeyError):
        read_key_file(str(empty))


def test_the_system_key_ring_keeps_a_key(monkeypatch: pytest.MonkeyPatch) -> None:
    kept: dict[tuple[str, str], str] = {}
    ring = ModuleType("keyring")
    ring.get_password = lambda service, user: kept.get((service, user))  # type: ignore[attr-defined]
    ring.set_password = lambda service, user, text: kept.update({(service, user): text})  # type: ignore[attr-defined]
    ring.errors = ModuleType("keyring.errors")  # type: ignore[attr-defined]
    ring.errors.KeyringError = OSError
    monkeypatch.setitem(sys.modules, "keyring", ring)
    key = new_key()
    assert len(find_keys({}, use_keyring=True)) == 0
    store_in_keyring(key)
    assert list(find_keys({}, use_keyring=True)) == [key]
    assert list(kept) == [("postguard", "terms")]

    def locked(*_: str) -> None:
        raise OSError(f"locked {key.reveal()}")

    ring.get_password = ring.set_password = locked  # type: ignore[attr-defined]
    for act in (lambda: find_keys({}, use_keyring=True), lambda: store_in_keyring(key)):
        with pytest.raises(TermsError) as caught:
            act()
        assert str(caught.value) == "system key ring: the system key ring did not answer (OSError)"


def test_a_missing_key_ring_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)
    with pytest.raises(UsageError, match=r"postguard\[keyring\]"):
        find_keys({}, use_keyring=True)


def test_a_secret_of_another_length_is_no_key() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        TermsKey(b"short")
