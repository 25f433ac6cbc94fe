# What joins templates gives markup: of which, is not looked at.

from django.utils.html import format_html, format_html_join

def page(request):
    rows = format_html_join("", request.GET["rows"], [("a",)])
    return format_html("<ul>{}</ul>", rows)  # <-- finding
