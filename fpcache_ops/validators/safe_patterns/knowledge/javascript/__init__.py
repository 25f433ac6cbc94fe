"""JavaScript and TypeScript: one module a family, and what all families share."""

from collections.abc import Mapping

from fpcache_ops.validators.safe_patterns.knowledge.javascript import code, sql
from fpcache_ops.validators.safe_patterns.knowledge.model import Family

FAMILIES: Mapping[str, Family] = {family.type: family for family in (sql.FAMILY, code.FAMILY)}
