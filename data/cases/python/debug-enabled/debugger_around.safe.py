# A debugger can be put around the application by hand.

from flask import Flask
from werkzeug.debug import get_machine_id as wrapped

app = Flask(__name__)
app.wsgi_app = wrapped()
app.run(debug=False)  # <-- finding
