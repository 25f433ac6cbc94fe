# An object that sets its own attributes by name may set a method, too.

class Question:
    def put(self, name, value):
        setattr(self, name, value)

    def chosen(self):
        return "open"

def orders(cur, request):
    question = Question()
    question.put("chosen", lambda: request.args["state"])
    cur.execute("SELECT id FROM orders WHERE state = '" + question.chosen() + "'")  # <-- finding
