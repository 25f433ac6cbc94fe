# A field is overwritten before it is read.

class Question:
    def __init__(self, status):
        self.status = status

def orders(cur, wanted):
    question = Question(wanted)
    question.status = "open"
    cur.execute(f"SELECT id FROM orders WHERE status = '{question.status}'")  # <-- finding
