# Two slashes begin another host.

from django.utils.html import format_html

def page(request):
    return format_html('<a href="/{}"></a>', request.GET["page"])  # <-- finding
