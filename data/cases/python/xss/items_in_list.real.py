# Items that were escaped are put into another template.

from django.http import HttpResponse
from django.utils.html import format_html, format_html_join

def tags(request):
    names = request.GET.getlist("tag")
    items = format_html_join("", "<li onclick='{}'>x</li>", ((name,) for name in names))
    return HttpResponse(format_html("<ul>{}</ul>", items))  # <-- finding
