# The folder that is given by name is the one that counts.

import zipfile

def unpack(stream, folder):
    with zipfile.ZipFile(stream) as archive:
        archive.extractall(path="/srv/media", members=["cover.png"])  # <-- finding
