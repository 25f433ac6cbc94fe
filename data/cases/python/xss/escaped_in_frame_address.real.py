# Two slashes begin another host.

from django.utils.html import format_html

def page(request):
    return format_html('<iframe src="/{}"></iframe>', request.GET["page"])  # <-- finding
