# A value that is declared safe is not escaped.

from django.utils.html import format_html
from django.utils.safestring import mark_safe

def heading(text):
    return format_html("<h1>{}</h1>", mark_safe(text))  # <-- finding
