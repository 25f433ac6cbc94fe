# What joins templates gives markup: of which, is not looked at.

from django.utils.html import format_html, format_html_join

def page(request):
    rows = request.GET["rows"]
    return format_html("<ul>{}</ul>", rows)  # <-- finding
