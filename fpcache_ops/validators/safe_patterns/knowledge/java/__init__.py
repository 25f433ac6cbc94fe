"""Java: one module a family, and what all families share."""

from collections.abc import Mapping

from fpcache_ops.validators.safe_patterns.knowledge.java import (
    addresses,
    code,
    command,
    cookies,
    crypto,
    deserialization,
    ldap,
    path,
    randomness,
    secrets,
    sql,
    trust,
    xpath,
    xss,
    xxe,
)
from fpcache_ops.validators.safe_patterns.knowledge.model import Family

FAMILIES: Mapping[str, Family] = {
    family.type: family
    for family in (
        sql.FAMILY,
        command.FAMILY,
        code.FAMILY,
        deserialization.FAMILY,
        xss.FAMILY,
        path.FAMILY,
        *addresses.FAMILIES,
        xxe.FAMILY,
        ldap.FAMILY,
        xpath.FAMILY,
        *secrets.FAMILIES,
        *crypto.FAMILIES,
        randomness.FAMILY,
        cookies.FAMILY,
        trust.FAMILY,
    )
}
