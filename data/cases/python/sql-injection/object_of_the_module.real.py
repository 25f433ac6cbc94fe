# An object of the module without fields is what its class is, unless the name gets another one.

class Question:
    def chosen(self, given):
        return "open"

class Other(Question):
    def chosen(self, given):
        return given

QUESTION = Question()

def change():
    global QUESTION; QUESTION = Other()

def orders(cur, request):
    state = QUESTION.chosen(request.args["state"])
    cur.execute("SELECT id FROM orders WHERE state = '" + state + "'")  # <-- finding
