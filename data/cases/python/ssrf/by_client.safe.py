# A client that is made here asks whoever the address names.

import requests

client = requests.Session()

def item(number):
    return client.get("https://api.example.com/items", params={"number": number})  # <-- finding
