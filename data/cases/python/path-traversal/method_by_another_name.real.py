# A method of an archive, kept under a name of its own, writes where it is told to.
import zipfile


def unpack(place):
    archive = zipfile.ZipFile("/srv/shop/pages.zip")
    take = archive.extractall
    return open("/srv/shop/pages.log"), take(place)  # <-- finding
