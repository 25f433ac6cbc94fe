# Where HTML reads text.

from django.utils.html import format_html

def heading(text):
    return format_html("<script>{}</script>", text)  # <-- finding
