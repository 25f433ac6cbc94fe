# A class is given to somebody who may make objects of it, and call what they have.
from flask import Flask, request
from tools import publish
app = Flask(__name__)

class Jobs:
    def drop(self):
        db.cursor().execute("DELETE FROM sizes WHERE name = 'a'")

@app.route("/size")
def size():
    db.cursor().execute("INSERT INTO log VALUES (?)", (publish(Jobs),))  # <-- finding
