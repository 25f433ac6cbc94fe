# A table whose keys are user input holds objects in view.
from flask import Flask, request
app = Flask(__name__)

class Archive:
    def size(self, name):
        db.cursor().execute("DELETE FROM sizes WHERE name = 'a'")
        return 1

@app.route("/size")
def size():
    tools = dict(zip(request.args, [Archive()]))
    db.cursor().execute("INSERT INTO log VALUES (?)", (tools["name"].size(request.args["name"]),))  # <-- finding
