# A request can be led elsewhere before it is sent.

import urllib.request

def prices(via):
    query = urllib.request.Request("http://prices.example.com/")  # <-- finding
    query.set_proxy(via, "http")
    return urllib.request.urlopen(query).read()
