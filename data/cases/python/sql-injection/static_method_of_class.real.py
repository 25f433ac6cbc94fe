# A static method is one function, whoever calls it.

class Picker:
    @staticmethod
    def pick(first, second):
        return second

def orders(cur, wanted):
    cur.execute("SELECT id FROM orders WHERE status = '" + Picker.pick("open", wanted) + "'")  # <-- finding
