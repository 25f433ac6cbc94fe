"""Python: one module a family, and what all families share."""

from collections.abc import Mapping

from fpcache_ops.validators.safe_patterns.knowledge.model import Family
from fpcache_ops.validators.safe_patterns.knowledge.python import (
    code,
    command,
    deserialization,
    hashing,
    path,
    randomness,
    secrets,
    sql,
    ssrf,
    tempfile,
    transport,
    xss,
    xxe,
)

FAMILIES: Mapping[str, Family] = {
    family.type: family
    for family in (
        sql.FAMILY,
        command.FAMILY,
        code.FAMILY,
        deserialization.FAMILY,
        xss.FAMILY,
        path.FAMILY,
        ssrf.FAMILY,
        xxe.FAMILY,
        secrets.FAMILY,
        hashing.FAMILY,
        randomness.FAMILY,
        tempfile.FAMILY,
        *transport.FAMILIES,
    )
}
