# html.escape escapes quotes, too, unless it is told not to.

import html
from markupsafe import Markup

def link(text):
    return Markup("<a title='" + html.escape(text, quote=False) + "'>user</a>")  # <-- finding
