# format_html escapes what it puts into a constant template.

from django.utils.html import format_html

def heading(text):
    return format_html("<h1>" + text + "</h1>")  # <-- finding
