# A method of a class in view need not escape.

from django.utils import html

class Pages:
    def format_html(self, template, value):
        return template.replace("{}", value)

def page(request):
    return html.format_html("<p>{}</p>", request.GET["q"])  # <-- finding
