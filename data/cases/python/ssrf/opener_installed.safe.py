# An opener that is installed is that of all requests.

import urllib.request

def prices(proxy):
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({"http": proxy}))
    opener.close()
    return urllib.request.urlopen("http://prices.example.com/").read()  # <-- finding
