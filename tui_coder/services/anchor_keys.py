"""The keys that sign checkpoints: Ed25519, so that whoever checks a checkpoint needs nothing that could make one.

A key for HMAC would need no library, but each auditor who checks would have to hold the key that signs. Keys are PEM
files as openssl writes them, and signatures can be checked with openssl alone.
"""

from __future__ import annotations

import os
import stat
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tui_coder.domain.checkpoint import Checkpoint
from tui_coder.domain.refusals import Malformed
from tui_coder.settings import SettingsError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

_OTHERS = stat.S_IRWXG | stat.S_IRWXO


class PublicKey:
    """Checks what the key beside it signed."""

    def __init__(self, key: Ed25519PublicKey) -> None:
        self._key = key

    @property
    def name(self) -> str:
        """What the key is called in checkpoints: the beginning of the SHA-256 of its 32 bytes."""
        return sha256(self._key.public_bytes_raw()).hexdigest()[:16]

    def signed(self, checkpoint: Checkpoint) -> bool:
        """Whether the checkpoint is as this key signed it."""
        from cryptography.exceptions import InvalidSignature

        try:
            self._key.verify(bytes.fromhex(checkpoint.signature), checkpoint.body)
        except (InvalidSignature, ValueError):
            return False
        return checkpoint.key == self.name


class SigningKey:
    """Signs checkpoints. Whoever holds it can make them, so it stays out of the coders' reach."""

    def __init__(self, key: Ed25519PrivateKey) -> None:
        self._key = key
        self.public = PublicKey(key.public_key())

    def sign(self, checkpoint: Checkpoint) -> Checkpoint:
        """The checkpoint with its signature."""
        return replace(checkpoint, signature=self._key.sign(checkpoint.body).hex())


def make(file: Path) -> Path:
    """Write a new key to `file` (mode 0600) and its public half beside it, whose path is returned.

    Raises Malformed where there is a key already: what it signed could not be checked any more.
    """
    keys, forms = _library()
    private = keys.Ed25519PrivateKey.generate()
    public_file = file.with_name(f"{file.name}.pub")
    _write(file, private.private_bytes(forms.Encoding.PEM, forms.PrivateFormat.PKCS8, forms.NoEncryption()), 0o600)
    public = private.public_key().public_bytes(forms.Encoding.PEM, forms.PublicFormat.SubjectPublicKeyInfo)
    _write(public_file, public, 0o644)
    return public_file


def _write(file: Path, content: bytes, mode: int) -> None:
    try:
        made = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    except FileExistsError as error:
        raise Malformed(f"{file} is there already and is left as it is; name another file for the new key.") from error
    except OSError as error:
        raise Malformed(f"The key cannot be written to {file}: {error.strerror}.") from error
    with open(made, "wb") as opened:
        opened.write(content)
        os.fchmod(opened.fileno(), mode)


def signing_key(file: Path) -> SigningKey:
    """Read the key that signs. Raises SettingsError where others may read it, or it is none."""
    keys, forms = _library()
    content = _read(file)
    if stat.S_IMODE(file.stat().st_mode) & _OTHERS:
        raise SettingsError(f"The key {file} can be read by other accounts; run: chmod 600 '{file}'")
    try:
        key = forms.load_pem_private_key(content, password=None)
    except (ValueError, TypeError) as error:
        raise SettingsError(f"{file} is no key in PEM form without a password.") from error
    if not isinstance(key, keys.Ed25519PrivateKey):
        raise SettingsError(f"{file} is a key of another kind; make one with: tui-coder log key FILE")
    return SigningKey(key)


def public_key(file: Path) -> PublicKey:
    """Read the key that checks. Raises SettingsError where it is none."""
    keys, forms = _library()
    try:
        key = forms.load_pem_public_key(_read(file))
    except ValueError as error:
        raise SettingsError(f"{file} is no public key in PEM form.") from error
    if not isinstance(key, keys.Ed25519PublicKey):
        raise SettingsError(f"{file} is a public key of another kind than Ed25519.")
    return PublicKey(key)


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise SettingsError(f"The key {file} cannot be read: {error.strerror}.") from error


def _library() -> tuple[Any, Any]:
    try:
        from cryptography.hazmat.primitives import serialization
        from cryptography.hazmat.primitives.asymmetric import ed25519
    except ImportError as error:
        raise SettingsError("Signed checkpoints need a library: pip install 'tui-coder[anchor]'.") from error
    return ed25519, serialization
