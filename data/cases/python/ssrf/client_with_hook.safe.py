# What a client is told to send along does not change where it goes.

import httpx

def stock(source):
    def elsewhere(query):
        query.url = httpx.URL(source)
    client = httpx.Client(timeout=5)
    client.headers = {"X-Source": source}
    return client.get("https://stock.example.com/items").json()  # <-- finding
