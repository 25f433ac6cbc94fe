"""Weak hashes in Python.

Proven only where the call says itself that no security hangs on it, or the algorithm is a strong
one after all. What a digest is used for elsewhere is not read.
"""

from fpcache_ops.core.verdict import Justification
from fpcache_ops.validators.safe_patterns.knowledge.model import (
    Family,
    Form,
    Need,
    Sink,
    anything,
    false,
    text_is,
)

_STRONG = ("sha224", "sha256", "sha384", "sha512", "sha3_256", "sha3_512", "blake2b", "blake2s")
_not_for_security = Need(false, keyword="usedforsecurity")

_KEYED = Sink(
    (
        Form(
            "a keyed strong hash",
            (
                Need(anything, 0, "key"),
                Need(anything, 1, "msg"),
                Need(text_is(*_STRONG), 2, "digest"),
            ),
            proves="weak-hash/keyed",
            justification=Justification.CODE_NOT_PRESENT,
        ),
    ),
    calls=frozenset({"hmac.digest"}),
)
"""Digests of other objects have its name, too, so that it is known by its path alone."""


FAMILY = Family(
    type="weak-hash",
    module=__name__,
    beyond=(
        "Cache keys, entity tags, file names: what a digest is for is not read, unless the call "
        "says ``usedforsecurity=False``."
    ),
    apart="Whether ``usedforsecurity=False`` is true; salts and iterations.",
    sinks=(
        Sink(
            (
                Form(
                    "a hash declared not to be used for security",
                    (Need(anything, 0, "string", optional=True), _not_for_security),
                    proves="weak-hash/not_for_security",
                    justification=Justification.NOT_CONTROLLABLE,
                ),
            ),
            calls=frozenset({"hashlib.md5", "hashlib.sha1", "hashlib.md4"}),
            names=frozenset({"md5", "sha1", "md4", "MD5", "SHA1", "MD4", "MD2"}),
        ),
        Sink(
            (
                Form(
                    "a strong hash",
                    (Need(text_is(*_STRONG), 0, "name"), Need(anything, 1, "data", optional=True)),
                    proves="weak-hash/strong_by_name",
                    justification=Justification.CODE_NOT_PRESENT,
                ),
                Form(
                    "a hash declared not to be used for security",
                    (
                        Need(anything, 0, "name"),
                        Need(anything, 1, "data", optional=True),
                        _not_for_security,
                    ),
                    proves="weak-hash/not_for_security",
                    justification=Justification.NOT_CONTROLLABLE,
                ),
            ),
            calls=frozenset({"hashlib.new"}),
        ),
        *(
            Sink(
                (
                    Form(
                        "a strong hash",
                        (Need(text_is(*_STRONG), position, keyword),),
                        proves="weak-hash/derived_by_name",
                        any_other=True,
                        justification=Justification.CODE_NOT_PRESENT,
                    ),
                ),
                calls=frozenset({call}),
            )
            for call, position, keyword in (
                ("hashlib.pbkdf2_hmac", 0, "hash_name"),
                ("hashlib.file_digest", 1, "digest"),
            )
        ),
        Sink(
            (),
            names=frozenset(
                {"new", "crypt", "HMAC", "uuid3", "uuid5", "PBKDF2", "generate_password_hash"}
            ),
        ),
    ),
    replaced=True,
    pattern="not used for security",
    beside=(_KEYED,),
)
