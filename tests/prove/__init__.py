"""The full counts behind the claims: each proof writes what it counted to docs/evidence/."""
