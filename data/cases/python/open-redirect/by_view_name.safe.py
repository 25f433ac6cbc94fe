# A view by its name, whatever its arguments are.

from django.shortcuts import redirect

def saved(request, key):
    return redirect("order-detail", key=key)  # <-- finding
