# A request is opened for the address that it was made for.

from urllib.request import Request, urlopen

def item(number, key):
    request = Request("https://" + number)
    request.add_header("Authorization", key)
    with urlopen(request, timeout=5) as answer:  # <-- finding
        return answer.read()
