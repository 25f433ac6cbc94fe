# Escaping does not help in a script.

from markupsafe import Markup, escape

def heading(text):
    return Markup("<script>var name = %s;</script>" % escape(text))  # <-- finding
