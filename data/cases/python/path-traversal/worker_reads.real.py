# The page is a constant file; the worker that is started beside it reads what it is told to.

from pathlib import Path


class Worker:
    def fetch(self, name):
        return Path("/srv/files", name).read_bytes()


def page(worker, pool, name):
    return Path("/srv/page.html").read_text(), pool.submit(worker.fetch, name)  # <-- finding
