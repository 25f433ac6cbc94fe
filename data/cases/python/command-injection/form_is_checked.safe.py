# The method of the form only cuts the line.

import os
from django import forms


class LineForm(forms.Form):
    line = forms.CharField()

    def clean_line(self):
        return self.data["line"].strip()


def view(request):
    form = LineForm(request.POST)
    return os.popen("uptime").read(), form.is_valid()  # <-- finding
