# Where HTML reads text.

from django.utils.html import format_html

def heading(text):
    return format_html("<h1>{}</h1>", text)  # <-- finding
