# Another client beside it waits for ever.

import ftplib
import requests

def prices():
    return requests.get("https://a.example.com/", timeout=5).json() or ftplib.parse257("b.example.com")  # <-- finding
