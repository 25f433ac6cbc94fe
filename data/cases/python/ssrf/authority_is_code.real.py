# What is called with the request may change where it goes.

import requests

def prices(source):
    def signed(query):
        query.url = source
        return query
    return requests.get("http://prices.example.com/", auth=signed).text  # <-- finding
