# Python 2: the third argument are proxies.

import urllib

def prices(proxies):
    return urllib.urlopen("http://prices.example.com/", proxies).read()  # <-- finding
