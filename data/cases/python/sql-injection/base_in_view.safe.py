# A base in view brings its methods; a hook in it decides what an object is.

class Base:
    def chosen(self):
        return "open"

    def other(self):
        return Base

class Question(Base):
    pass

def orders(cur, request):
    question = Question()
    cur.execute("SELECT id FROM orders WHERE state = '" + question.chosen() + "'")  # <-- finding
