# What a client is told to do with each request may change where it goes.

import httpx

def stock(source):
    def elsewhere(query):
        query.url = httpx.URL(source)
    client = httpx.Client(timeout=5)
    client.event_hooks = {"request": [elsewhere]}
    return client.get("https://stock.example.com/items").json()  # <-- finding
