# Which method is asked for is known but for a number.
from flask import Flask, request
from tools import archive
app = Flask(__name__)

class Archive:
    def size_1(self, name):
        db.cursor().execute("DELETE FROM sizes WHERE name = 'a'")

@app.route("/size")
def size():
    db.cursor().execute("INSERT INTO log VALUES (?)", sorted(["a"], key=getattr(archive, f"size_{len(request.args)}")))  # <-- finding
