# The data filter refuses members that lead out.

import tarfile

def unpack(stream):
    with tarfile.open(fileobj=stream) as archive:
        archive.extractall("/srv/media", filter="data")  # <-- finding
