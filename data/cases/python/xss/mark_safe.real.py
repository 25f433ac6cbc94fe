# The same in Django.

from django.utils.html import escape
from django.utils.safestring import mark_safe

def heading(text):
    return mark_safe("<h1>" + text + "</h1>")  # <-- finding
