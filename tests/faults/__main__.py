"""``make test-faults``: each planted fault, what catches it, and whether it did.

Every check is first seen to hold without the fault.
"""

import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.contract.faults import FAULTS as OF_STORES
from tests.contract.places import Place, SqlitePlace, a_database
from tests.contract.postgres import a_server
from tests.faults.promises import FAULTS, catches


@contextmanager
def _places() -> Iterator[dict[str, Callable[[], Place]]]:
    """Each kind of store, and what empties one."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        database = stack.enter_context(a_database(stack.enter_context(a_server()), folder))

        def sqlite() -> Place:
            return SqlitePlace(Path(tempfile.mkdtemp(dir=folder)))

        def postgresql() -> Place:
            database.folder = Path(tempfile.mkdtemp(dir=folder))
            database.opened = ExitStack()
            database.empty()
            return database

        yield {"sqlite": sqlite, "postgresql": postgresql}


def rows() -> Iterator[tuple[str, str, str]]:
    """Fault, caught by, caught."""
    with tempfile.TemporaryDirectory() as name:
        for fault in FAULTS:

            def fresh(check: Callable[[Path], None] = fault.caught_by) -> None:
                check(Path(tempfile.mkdtemp(dir=name)))

            yield fault.name, f"pipeline: {fault.caught_by.__name__}", catches(fresh, fault.plant)
    with _places() as places:
        for one in OF_STORES:
            for kind in one.kinds:

                def on_place(
                    check: Callable[[Place], None] = one.caught_by, kind: str = kind
                ) -> None:
                    place = places[kind]()
                    with place.opened:
                        check(place)

                yield one.name, f"{kind}: {one.caught_by.__name__}", catches(on_place, one.plant)


def main() -> int:
    """Print the table; 1 unless every fault is caught."""
    print(f"{'fault':<52}  {'caught by':<34}  caught")
    planted = caught = 0
    for fault, by, said in rows():
        planted, caught = planted + 1, caught + (said == "yes")
        print(f"{fault:<52}  {by:<34}  {said}", flush=True)
    print(f"\n{caught} of {planted} planted faults are caught")
    return int(caught < planted or not planted)


if __name__ == "__main__":
    sys.exit(main())
