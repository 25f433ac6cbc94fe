"""A rule that asks another question than its CWE's type is not answered by that type's proofs."""

import pytest

from fpcache_ops.core.evidence import Evidence
from fpcache_ops.core.taxonomy import type_of_rule
from tests.unit.validators.reading import VALIDATOR, built

PADDED = """\
class Vault {
  void seal(byte[] text) throws Exception {
    javax.crypto.Cipher c = javax.crypto.Cipher.getInstance("AES/CBC/PKCS5Padding"); // <-- finding
  }
}
"""
SHORT = """\
class Vault {
  void key() throws Exception {
    javax.crypto.KeyGenerator.getInstance("AES").init(64); // <-- finding
  }
}
"""
HASHED = """\
import hashlib

def check(password):
    return hashlib.new("sha256", password).hexdigest()  # <-- finding
"""
SCRIPT_HASHED = """\
const crypto = require('crypto');
function check(password) {
  return crypto.createHash('sha256').update(password).digest('hex'); // <-- finding
}
"""


@pytest.mark.parametrize(
    ("scanner", "rule", "cwes", "source", "path"),
    [
        ("SpotBugs", "PADDING_ORACLE", [326], PADDED, "a.java"),
        ("Semgrep OSS", "java.lang.security.audit.cbc-padding-oracle.cbc-padding-oracle", [327],
         PADDED, "a.java"),
        ("SpotBugs", "CIPHER_INTEGRITY", [353], PADDED, "a.java"),
        ("Some Scanner", "short-keys", [326], SHORT, "a.java"),
        ("CodeQL", "py/weak-sensitive-data-hashing", [327, 328, 916], HASHED, "a.py"),
        ("Some Scanner", "password-hash", [916], SCRIPT_HASHED, "a.js"),
    ],
)  # fmt: skip
def test_a_strong_algorithm_is_no_answer(
    scanner: str, rule: str, cwes: list[int], source: str, path: str
):
    """It is real, while the same line is cleared of the type that its CWE is of."""

    def is_real(vulnerability_type: str) -> bool:
        made = built(vulnerability_type, source, path=path)
        return VALIDATOR.judge(Evidence.decode(made.canonical)).is_real

    assert is_real(type_of_rule(scanner, rule, cwes))
    assert not is_real("weak-cipher" if path.endswith(".java") else "weak-hash")
