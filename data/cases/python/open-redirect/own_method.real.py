# A method of a class in view may take the address second.

from django.http import HttpResponseRedirect

class Site:
    def redirect(self, reason, target):
        return HttpResponseRedirect(target)

def leave(request):
    return Site().redirect("home", request.GET["next"])  # <-- finding
