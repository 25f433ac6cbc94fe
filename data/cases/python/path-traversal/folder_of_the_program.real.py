# The folder that the program runs in holds more than uploads.

from werkzeug.utils import secure_filename

def read(name):
    with open("./" + secure_filename(name)) as file:  # <-- finding
        return file.read()
