# Where HTML reads text.

from markupsafe import Markup

def heading(text):
    return Markup("<script>%s</script>") % text  # <-- finding
