# A client that is made here asks whoever the address names.

import requests

client = requests.Session()

def item(number):
    return client.get(f"https://{number}.example.com/items")  # <-- finding
