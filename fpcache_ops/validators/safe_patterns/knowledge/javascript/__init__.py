"""JavaScript and TypeScript: one module a family, and what all families share."""

from collections.abc import Mapping

from fpcache_ops.validators.safe_patterns.knowledge.javascript import (
    addresses,
    code,
    command,
    nosql,
    path,
    simple,
    sql,
    xss,
)
from fpcache_ops.validators.safe_patterns.knowledge.model import Family

FAMILIES: Mapping[str, Family] = {
    family.type: family
    for family in (
        sql.FAMILY,
        nosql.FAMILY,
        command.FAMILY,
        code.FAMILY,
        xss.FAMILY,
        path.FAMILY,
        addresses.SSRF,
        addresses.OPEN_REDIRECT,
        *simple.FAMILIES,
    )
}
