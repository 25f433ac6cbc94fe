# Without a slash the host goes on.

from urllib.request import urlopen

HISTORY = "https://rates.example/"

def history(days):
    return urlopen(HISTORY + str(int(days)), timeout=5)  # <-- finding
