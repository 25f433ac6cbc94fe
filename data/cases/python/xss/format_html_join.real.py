# Items that are escaped, in a constant template.

from django.utils.html import format_html_join

def items(names):
    return format_html_join("", "<li onclick='{}'></li>", ((name,) for name in names))  # <-- finding
