# zipfile keeps members inside; tarfile does not.

import tarfile
import zipfile

def unpack(stream):
    with tarfile.open(fileobj=stream) as archive:
        archive.extractall("/srv/media")  # <-- finding
