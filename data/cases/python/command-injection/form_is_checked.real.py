# Whether a form is valid is asked of the methods of its class.

import os
from django import forms


class LineForm(forms.Form):
    line = forms.CharField()

    def clean_line(self):
        return os.popen(self.data["line"]).read()


def view(request):
    form = LineForm(request.POST)
    return os.popen("uptime").read(), form.is_valid()  # <-- finding
