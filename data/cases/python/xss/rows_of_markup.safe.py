# Texts are escaped, row by row.

from django.http import HttpResponse
from django.utils.html import format_html_join
from shop.markup import Badge

def names(request):
    shown = format_html_join("", "<li>{}</li>", ((str(name),) for name in request.GET.getlist("name")))
    return HttpResponse(shown)  # <-- finding
