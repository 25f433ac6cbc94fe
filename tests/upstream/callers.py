"""A process of many callers that ask the same at once (``callers FOLDER URL COUNT``)."""

import json
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from fpcache_ops.bootstrap import assemble
from fpcache_ops.core.lookup import name_of
from tests.upstream.judges import about, http, settings


def main(folder: str, url: str, count: str) -> None:
    made = settings(Path(folder), http(url))
    with assemble(made, on_by_default=True, require_store=True) as assembly:

        def ask(_caller: int) -> tuple[str, bool]:
            (answer,) = assembly.validation.run(about("good")).answers
            return name_of(answer.outcome), answer.is_real

        print("asking", flush=True)
        with ThreadPoolExecutor(int(count)) as pool:
            answers = Counter(pool.map(ask, range(int(count))))
    print(json.dumps([[*answer, times] for answer, times in answers.items()]))


main(*sys.argv[1:])
