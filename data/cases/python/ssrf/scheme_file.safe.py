# Other schemes than http read files.

from urllib.request import urlopen

def fetch():
    return urlopen("https://api.example/v1")  # <-- finding
