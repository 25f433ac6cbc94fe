# So does a method of the application.

from flask import Flask, render_template_string, request

class Shop(Flask):
    def select_jinja_autoescape(self, filename):
        return filename is not None

def page():
    return render_template_string("<p>{{ name }}</p>", name=request.args["q"])  # <-- finding
