# A request's attributes are set by way of its dictionary.

from urllib.request import Request, urlopen

def feed(source):
    query = Request("https://feed.example.com/today")  # <-- finding
    vars(query).update(host=source)
    return urlopen(query).read()
