"""Weak hashes and ciphers in Java.

Proven only where the algorithm is a strong one after all. One that is read from a configuration is
not known. Both types judge digests and ciphers alike: reports do not tell them apart.
"""

import re
from collections.abc import Callable

from fpcache_ops.core.verdict import Justification
from fpcache_ops.validators.safe_patterns.engine.values import Text
from fpcache_ops.validators.safe_patterns.knowledge.java.common import FACTORIES
from fpcache_ops.validators.safe_patterns.knowledge.java.settings import brings_algorithms
from fpcache_ops.validators.safe_patterns.knowledge.model import (
    Family,
    Form,
    Look,
    Need,
    Sink,
    Test,
    anything,
    blame,
)

_DIGEST = re.compile(r"SHA-?(?:224|256|384|512)|SHA-?512/(?:224|256)|SHA3-(?:224|256|384|512)")
_MAC = re.compile(r"HMACSHA-?(?:224|256|384|512)|HMACSHA3-(?:224|256|384|512)")
_CIPHER = re.compile(
    r"AES(?:_(?:128|192|256))?/(?:GCM|CCM|CBC|CTR|CFB|OFB)(?:8|128)?/"
    r"(?:NOPADDING|PKCS5PADDING|PKCS7PADDING)|"
    r"CHACHA20(?:-POLY1305)?(?:/NONE/NOPADDING)?|"
    r"RSA/(?:ECB|NONE)/OAEP(?!WITHMD)[A-Z0-9-]*PADDING"
)
_KEY = re.compile(r"AES|CHACHA20|HMACSHA(?:224|256|384|512)")
_SECRET_KEY = re.compile(r"PBKDF2WITHHMACSHA(?:224|256|384|512)|AES")
_SIGNATURE = re.compile(
    r"SHA(?:3-)?(?:224|256|384|512)(?:/(?:224|256))?WITH(?:RSA|RSAANDMGF1|ECDSA|DSA)"
    r"(?:INP1363FORMAT)?|RSASSA-PSS|ED(?:25519|448|DSA)"
)
_PROTOCOL = re.compile(r"TLS(?:V1\.[23])?|DEFAULT")
_WEAK = frozenset(
    """
    md4 md5DigestAsHex appendMd5DigestAsHex md5Digest hmacMd5 hmacMd5Hex hmacSha1 hmacSha1Hex crc32
    crc32c adler32 murmur3_32 murmur3_32_fixed murmur3_128 goodFastHash sipHash24 fingerprint2011
    farmHashFingerprint64 MD2Digest MD4Digest MD5Digest SHA1Digest RIPEMD128Digest RIPEMD160Digest
    Md2Hash Md5Hash Sha1Hash MessageDigestPasswordEncoder Md4PasswordEncoder Md5PasswordEncoder
    ShaPasswordEncoder StandardPasswordEncoder LdapShaPasswordEncoder NoOpPasswordEncoder crypt
    md5Crypt apr1Crypt UnixCrypt Md5Crypt CRC32 CRC32C Adler32 DESEngine DESedeEngine RC2Engine
    RC4Engine ARC4Engine BlowfishEngine IDEAEngine SkipjackEngine XTEAEngine TEAEngine DESKeySpec
    DESedeKeySpec RC2ParameterSpec BasicTextEncryptor StrongTextEncryptor BasicPasswordEncryptor
    BasicBinaryEncryptor StandardPBEStringEncryptor StandardPBEByteEncryptor getMd2Digest
    """.split()  # noqa: SIM905
)
"""What is weak by its name, wherever it comes from."""


def _strong(allowed: re.Pattern[str]) -> Test:
    def test(look: Look) -> str | None:
        for atom in look.value:
            constant = atom.constant if isinstance(atom, Text) else None
            if constant is None:
                return blame(look.value, "the algorithm is not known")
            if not allowed.fullmatch(constant.upper()):
                return "the algorithm is not one of the strong ones"
        return None if look.value else "the algorithm is not known"

    return test


def _sink(path: str, allowed: re.Pattern[str]) -> Sink:
    form = Form(
        "a strong algorithm",
        (Need(_strong(allowed), 0), Need(anything, 1, optional=True)),
        proves="weak-hash/strong_digest, weak-cipher/strong_cipher",
        justification=Justification.CODE_NOT_PRESENT,
    )
    return Sink((form,), calls=frozenset({path}))


def _named(allowed: re.Pattern[str], position: int) -> Form:
    return Form(
        "a strong algorithm",
        (Need(_strong(allowed), position),),
        proves="weak-cipher/key_beside",
        any_position=True,
    )


_ALWAYS = Form(
    "a strong algorithm",
    (),
    proves="weak-hash/commons_sha256",
    any_other=True,
    justification=Justification.CODE_NOT_PRESENT,
)
_SINKS = (
    _sink("java.security.MessageDigest.getInstance", _DIGEST),
    _sink("javax.crypto.Mac.getInstance", _MAC),
    _sink("javax.crypto.Cipher.getInstance", _CIPHER),
    _sink("javax.crypto.KeyGenerator.getInstance", _KEY),
    _sink("javax.crypto.SecretKeyFactory.getInstance", _SECRET_KEY),
    Sink(
        (_ALWAYS,),
        calls=frozenset(
            f"org.apache.commons.codec.digest.DigestUtils.{name}{kind}"
            for name in ("sha256", "sha384", "sha512", "sha3_256", "sha3_512")
            for kind in ("", "Hex")
        ),
    ),
    Sink(
        (),
        calls=frozenset({"javax.crypto.NullCipher", "org.apache.commons.codec.digest.DigestUtils"}),
        names=frozenset(
            {
                "getDigest",
                "md5",
                "md5Hex",
                "md2",
                "md2Hex",
                "sha",
                "sha1",
                "sha1Hex",
                "shaHex",
                "getMd5Digest",
                "getSha1Digest",
                "getShaDigest",
                "NullCipher",
            }
            | _WEAK
        ),
    ),
)
_BESIDE = (
    Sink(
        (_named(_KEY, 1), _named(_KEY, 3)),
        calls=frozenset({"javax.crypto.spec.SecretKeySpec"}),
    ),
    Sink((_named(_SIGNATURE, 0),), calls=frozenset({"java.security.Signature.getInstance"})),
    Sink((_named(_PROTOCOL, 0),), calls=frozenset({"javax.net.ssl.SSLContext.getInstance"})),
)
"""What else has a name that is a weak one: it clears nothing, and stands beside nothing proven."""

_family: Callable[[str, str], Family] = lambda name, apart: Family(  # noqa: E731
    type=name,
    module=__name__,
    beyond="Algorithms that are read from a configuration; digests that protect nothing.",
    apart=apart,
    sinks=_SINKS,
    harmless=FACTORIES - {path for sink in _SINKS for path in sink.calls},
    refuses=brings_algorithms,
    beside=_BESIDE,
    pattern="strong algorithm",
)
FAMILIES = (
    _family("weak-hash", "Salts, iterations and keys."),
    _family(
        "weak-cipher", "How an initialisation vector is made, padding oracles, key derivation."
    ),
)
