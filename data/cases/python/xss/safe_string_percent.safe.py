# So it is by other operators.

from markupsafe import Markup
from django.http import HttpResponse

def page(request):
    return HttpResponse(Markup("<p>%s</p>") % request.GET["q"])  # <-- finding
