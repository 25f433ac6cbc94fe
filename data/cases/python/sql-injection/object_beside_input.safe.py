# What is picked among user input and an object in view may be the object.
from flask import Flask, request
app = Flask(__name__)

class Archive:
    def size(self, name):
        db.cursor().execute("DELETE FROM sizes WHERE name = 'a'")
        return 1

@app.route("/size")
def size():
    tools = pick(request.args, Archive())
    db.cursor().execute("INSERT INTO log VALUES (?)", (tools.size(request.args["name"]),))  # <-- finding
