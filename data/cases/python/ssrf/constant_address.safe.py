# A constant address.

from urllib.request import urlopen

def rates(url):
    return urlopen("https://rates.example/latest.json", timeout=5)  # <-- finding
