# What Django has escaped escapes nothing else.

from django.http import HttpResponse
from django.utils.html import escape

def page(request):
    return HttpResponse(escape(request.GET["title"]) + request.GET["text"])  # <-- finding
