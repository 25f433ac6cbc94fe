# An archive calls a method of its own for each member.

import zipfile

def unpack(stream, write):
    with zipfile.ZipFile(stream) as archive:
        archive.comment = write
        archive.extractall("/srv/media")  # <-- finding
