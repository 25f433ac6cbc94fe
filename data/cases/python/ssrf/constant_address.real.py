# A constant address.

from urllib.request import urlopen

def rates(url):
    return urlopen(url, timeout=5)  # <-- finding
