# A function of a library that renders what it is given as it is.

from django.db.models import Func
from django.db.models.expressions import RawSQL

def page(request, User):
    return User.objects.annotate(a=RawSQL("price * 2", ()), b=Func("price", function="MAX"))  # <-- finding
