# A value may say itself what its markup is.

from markupsafe import Markup

class Note:
    def __init__(self, text):
        self.text = text

    def __repr__(self):
        return self.text

def review(text):
    return Markup(Markup("<p>%s</p>") % Note(text))  # <-- finding
