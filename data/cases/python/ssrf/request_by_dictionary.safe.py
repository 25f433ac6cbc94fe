# A request is given a header.

from urllib.request import Request, urlopen

def feed(source):
    query = Request("https://feed.example.com/today")  # <-- finding
    query.add_header("X-Source", source)
    return urlopen(query).read()
