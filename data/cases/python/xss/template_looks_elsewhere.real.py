# A variable that is not given here may be markup.

from flask import render_template_string, request

def page():
    return render_template_string("<p>{{ banner }}</p>", text=request.args["q"])  # <-- finding
