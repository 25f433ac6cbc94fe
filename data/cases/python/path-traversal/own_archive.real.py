# A class in view unpacks in its own way.

import os
from zipfile import ZipFile

class Bundle(ZipFile):
    def extractall(self, path, filter=None):
        for info in self.infolist():
            with open(os.path.join(path, info.filename), "wb") as out:
                out.write(self.read(info))

def unpack(stream):
    with Bundle(stream) as archive:
        archive.extractall("/srv/media", filter="data")  # <-- finding
