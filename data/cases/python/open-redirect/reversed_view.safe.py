# A path that Django makes of a view's name.

from django.http import HttpResponseRedirect
from django.urls import reverse

def saved(request, key):
    return HttpResponseRedirect(reverse("order-detail", args=[key]))  # <-- finding
