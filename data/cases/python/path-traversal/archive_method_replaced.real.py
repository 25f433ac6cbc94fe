# An archive calls a method of its own for each member.

import zipfile

def unpack(stream, write):
    with zipfile.ZipFile(stream) as archive:
        archive._extract_member = write
        archive.extractall("/srv/media")  # <-- finding
