# A field holds what the constructor was given.

class Question:
    def __init__(self, status, note):
        self.status = status
        self.note = note

    def chosen(self):
        return self.note

def orders(cur, wanted):
    question = Question("open", wanted)
    cur.execute(f"SELECT id FROM orders WHERE status = '{question.chosen()}'")  # <-- finding
