# The worker reads a constant file, too.

from pathlib import Path


class Worker:
    def fetch(self, name):
        return Path("/srv/files", "index").read_bytes()


def page(worker, pool, name):
    return Path("/srv/page.html").read_text(), pool.submit(worker.fetch, name)  # <-- finding
