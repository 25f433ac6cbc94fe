"""What will be asked, and what must come back, before anything is asked."""

from fpcache_ops.operations.tables import Table
from fpcache_ops.operations.validate_cache.asking import ALONE, Connection
from fpcache_ops.operations.validate_cache.case import Case
from fpcache_ops.operations.validate_cache.edit import Edit


def plan(case: Case, edit: Edit, service: Connection) -> Table:
    """What will be asked, before anything is."""
    touched = sum(edit.touches(finding) for finding in case.findings)
    within = sum(edit.is_within(finding) for finding in case.findings)
    total = len(case.findings)
    rows = [
        ("first sight", f"all {total} are misses and are judged"),
        ("again, unchanged", f"all {total} are hits with the same answers"),
        ("again, one by one", f"{min(total, ALONE)} are hits, to see how long one takes"),
        (
            f"{edit.function} in {edit.path} edited",
            (
                f"by the policy file {touched} are judged again, by scope {within} or more; "
                "all others are hits"
            ),
        ),
    ]
    title = f"Plan: {service.where}, repository {service.repository}"
    return Table.of(title, [{"Pass": name, "What must come back": what} for name, what in rows])
