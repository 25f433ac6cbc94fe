# Other schemes than http read files.

from urllib.request import urlopen

def fetch():
    return urlopen(input("address: "))  # <-- finding
