"""Signing with Ed25519 (RFC 8032), and what a key is called on the telephone."""

from __future__ import annotations

import hashlib

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

SEED_BYTES = PUBLIC_BYTES = 32


def public_key(private: bytes) -> str:
    """The public key, in 64 hexadecimal digits, of a private one of 32 bytes."""
    return Ed25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw().hex()


def fingerprint(public: str) -> str:
    """SHA-256 of the public key's 32 bytes. Raises ValueError when the text is no public key."""
    raw = bytes.fromhex(public)
    if len(raw) != PUBLIC_BYTES or raw.hex() != public:
        raise ValueError("a public key is 64 hexadecimal digits")
    Ed25519PublicKey.from_public_bytes(raw)
    return hashlib.sha256(raw).hexdigest()


def sign(message: bytes, *, private: bytes) -> str:
    return Ed25519PrivateKey.from_private_bytes(private).sign(message).hex()


def is_signed(message: bytes, *, signature: str, public: str) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public)).verify(bytes.fromhex(signature), message)
    except (InvalidSignature, ValueError):
        return False
    return True
