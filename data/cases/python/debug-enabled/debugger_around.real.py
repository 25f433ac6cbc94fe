# A debugger can be put around the application by hand.

from flask import Flask
from werkzeug.debug import DebuggedApplication as wrapped

app = Flask(__name__)
app.wsgi_app = wrapped(app.wsgi_app)
app.run(debug=False)  # <-- finding
