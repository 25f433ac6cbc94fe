# zipfile keeps members inside; tarfile does not.

import tarfile
import zipfile

def unpack(stream):
    with zipfile.ZipFile(stream) as archive:
        archive.extractall("/srv/media")  # <-- finding
