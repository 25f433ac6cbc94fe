# A path that begins here; two slashes would begin a host.

from django.http import HttpResponseRedirect

def leave(number):
    return HttpResponseRedirect(f"//{int(number)}")  # <-- finding
