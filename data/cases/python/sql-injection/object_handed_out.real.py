# What gets hold of the object may set its fields.

from shop import audit

class Question:
    def __init__(self, status):
        self.status = status

def orders(cur, wanted):
    question = Question("open")
    audit(question)
    cur.execute(f"SELECT id FROM orders WHERE status = '{question.status}'")  # <-- finding
