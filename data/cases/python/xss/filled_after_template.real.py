# What a template gives is a plain text: what is put into it afterwards is not escaped.
import jinja2
from django.http import HttpResponse

TEMPLATES = jinja2.Environment(autoescape=True)


def show(request):
    return HttpResponse(TEMPLATES.from_string("<h1>%s</h1>").render() % request.GET["q"])  # <-- finding
