# The folder must be constant, too.

import tarfile

def unpack(stream, folder):
    with tarfile.open(fileobj=stream) as archive:
        archive.extractall("/srv/media", filter="data")  # <-- finding
