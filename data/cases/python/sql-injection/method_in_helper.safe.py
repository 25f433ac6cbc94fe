# A helper calls a method of an object that is not known: it may be the one in view.
from flask import Flask, request
app = Flask(__name__)

class Row:
    def title(self, name):
        db.cursor().execute("DELETE FROM sizes WHERE name = 'a'")

def label(row, name):
    return row.title(name)

@app.route("/size")
def size(archive):
    db.cursor().execute("INSERT INTO log VALUES (?)", (label(archive, 1),))  # <-- finding
