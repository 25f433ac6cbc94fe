"""Python: one module a family, and what all families share."""

from collections.abc import Mapping

from fpcache_ops.validators.safe_patterns.knowledge.model import Family
from fpcache_ops.validators.safe_patterns.knowledge.python import (
    ciphers,
    code,
    command,
    cookies,
    deserialization,
    hashing,
    ldap,
    nosql,
    path,
    randomness,
    redirect,
    secrets,
    sql,
    ssrf,
    tempfile,
    timing,
    transport,
    trust,
    xpath,
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
        nosql.FAMILY,
        redirect.FAMILY,
        ldap.FAMILY,
        xpath.FAMILY,
        trust.FAMILY,
        cookies.FAMILY,
        timing.FAMILY,
        ciphers.FAMILY,
        *transport.FAMILIES,
    )
}
