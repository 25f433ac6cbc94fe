# Whose method it is must be seen.

class Picker:
    def pick(self, given):
        return "open"

def orders(cur, wanted, picker):
    chosen = picker
    cur.execute("SELECT id FROM orders WHERE status = '" + chosen.pick(wanted) + "'")  # <-- finding
