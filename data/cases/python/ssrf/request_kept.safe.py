# A request can be led elsewhere before it is sent.

import urllib.request

def prices(via):
    query = urllib.request.Request("http://prices.example.com/")  # <-- finding
    query.add_header(via, "http")
    return urllib.request.urlopen(query).read()
