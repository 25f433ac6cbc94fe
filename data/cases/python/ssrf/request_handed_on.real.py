# Whoever is given a request may change its address.

from urllib.request import Request, urlopen
from shop.routing import rerouted

def item(number, key):
    request = Request("https://api.example.com/items")
    rerouted(request, number)
    with urlopen(request, timeout=5) as answer:  # <-- finding
        return answer.read()
