# A safe string of Django is put together like any text.

from django.http import HttpResponse
from django.utils.html import escape
from django.utils.safestring import mark_safe

def page(request):
    return HttpResponse(mark_safe("<p>") + request.GET["q"])  # <-- finding
