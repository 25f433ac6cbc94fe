"""Weak ciphers in Python: pycryptodome, cryptography.

Proven: AES in a mode that is not ECB, ChaCha20, and keys that are long enough.
"""

import re

from fpcache_ops.core.verdict import Justification
from fpcache_ops.validators.safe_patterns.engine.values import Literal
from fpcache_ops.validators.safe_patterns.knowledge.model import (
    Family,
    Form,
    Look,
    Need,
    Sink,
    Test,
    anything,
    blame,
    instance_is,
    literal_is,
    made,
    symbol_is,
)

_STRONG = "strong cipher"
_MODE = "mode that hides repetitions"
_PACKAGES = ("Crypto", "Cryptodome")
_AES = tuple(f"{package}.Cipher.AES" for package in _PACKAGES)
_MODES = ("GCM", "EAX", "CCM", "SIV", "OCB", "CTR", "CBC")
_ALGORITHMS = "cryptography.hazmat.primitives.ciphers.algorithms"
_HAZMAT = "cryptography.hazmat.primitives.ciphers.modes"


def _at_least(bits: int) -> Test:
    def test(look: Look) -> str | None:
        for atom in look.value:
            if not isinstance(atom, Literal) or type(atom.value) is not int:
                return blame(look.value, "the length of the key is not known")
            if atom.value < bits:
                return f"the key has fewer than {bits} bits"
        return None if look.value else "the length of the key is not known"

    return test


_SET_LATER = re.compile(rb"(?<!\bself)\.\s*(?:mode|algorithm)\s*=(?!=)")


def _stays(look: Look) -> str | None:
    """A cipher keeps its algorithm and its mode in attributes that anyone can set."""
    if _SET_LATER.search(look.calling.machine.unit.code):
        return "the algorithm or the mode of a cipher is set later"
    return None


def _key(position: int, keyword: str, *further: Need) -> Form:
    return Form(
        "key of 2048 bits or more",
        (Need(_at_least(2048), position, keyword), *further),
        proves="weak-cipher/long_key",
        any_other=True,
        justification=Justification.CODE_NOT_PRESENT,
    )


FAMILY = Family(
    type="weak-cipher",
    module=__name__,
    beyond="Ciphers and modes that are picked by a value, other libraries (PyNaCl, Fernet).",
    apart=(
        "How a nonce or an initialisation vector is made, padding, key derivation, what is done "
        "with an authentication tag."
    ),
    sinks=(
        Sink(
            (
                Form(
                    "AES in a mode that hides repetitions",
                    (
                        Need(anything, 0, "key"),
                        Need(
                            symbol_is(*(f"{aes}.MODE_{mode}" for aes in _AES for mode in _MODES)),
                            1,
                            "mode",
                        ),
                    ),
                    proves="weak-cipher/aes_gcm",
                    any_other=True,
                    justification=Justification.CODE_NOT_PRESENT,
                ),
            ),
            calls=frozenset(f"{aes}.new" for aes in _AES),
        ),
        Sink(
            (
                Form(
                    "strong cipher",
                    (
                        Need(instance_is(_STRONG), 0, "algorithm"),
                        Need(instance_is(_MODE), 1, "mode"),
                        Need(_stays, receiver=True),
                    ),
                    proves="weak-cipher/hazmat",
                    any_other=True,
                    justification=Justification.CODE_NOT_PRESENT,
                ),
            ),
            calls=frozenset({"cryptography.hazmat.primitives.ciphers.Cipher"}),
        ),
        Sink(
            (_key(1, "key_size"),),
            calls=frozenset({"cryptography.hazmat.primitives.asymmetric.rsa.generate_private_key"}),
        ),
        Sink(
            (_key(0, "bits", Need(literal_is(None), 1, "randfunc", optional=True)),),
            calls=frozenset(
                f"{package}.PublicKey.{kind}.generate"
                for package in _PACKAGES
                for kind in ("RSA", "DSA")
            ),
        ),
        Sink(
            (),
            names=frozenset(
                {
                    "new",
                    "Cipher",
                    "ECB",
                    "generate",
                    "generate_private_key",
                    "ARC4",
                    "Blowfish",
                    "IDEA",
                    "TripleDES",
                    "CAST5",
                    "SEED",
                }
            ),
        ),
    ),
    harmless=frozenset({"hashlib.new", "hmac.new"}),
    calls={
        f"{_ALGORITHMS}.AES": made(_STRONG),
        f"{_ALGORITHMS}.AES256": made(_STRONG),
        **{f"{_HAZMAT}.{mode}": made(_MODE) for mode in ("GCM", "CTR", "CBC", "CFB", "XTS")},
    },
    replaced=True,
    pattern="strong cipher",
)
