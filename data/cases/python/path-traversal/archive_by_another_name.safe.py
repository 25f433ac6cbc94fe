# ``zipfile`` keeps members inside the folder, unless its method is replaced, under whatever name.

import zipfile


def unpack(upload):
    with zipfile.ZipFile(upload) as archive:
        archive.extractall("/srv/files")  # <-- finding


def fast(self, member, folder, password=None):
    with open(folder + "/" + member, "wb") as out:
        out.write(self.read(member))


def install():
    from zipfile import ZipFile as Archive

    fast.archive = Archive
