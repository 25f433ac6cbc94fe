# The same by its function.

import tarfile

def unpack(stream):
    with tarfile.open(fileobj=stream) as archive:
        archive.extractall("/srv/media", filter=tarfile.data_filter)  # <-- finding
