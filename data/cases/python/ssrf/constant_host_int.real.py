# A number behind a constant host and folder.

from urllib.request import urlopen

HISTORY = "https://rates.example/history/"

def history(days):
    return urlopen(HISTORY + days + ".json", timeout=5)  # <-- finding
