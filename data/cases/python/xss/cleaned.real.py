# Elements and text by the library's own list, where markup is read.

import bleach
from django.utils.safestring import mark_safe

def comment(text):
    return mark_safe("<div title='" + bleach.clean(text, strip=True) + "'></div>")  # <-- finding
