# A view by its name, whatever its arguments are.

from django.shortcuts import redirect

def saved(request, key):
    return redirect(request.GET["view"], key=key)  # <-- finding
