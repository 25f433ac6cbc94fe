# A method that is set on the class elsewhere is another one.

class Picker:
    def pick(self, given):
        return "open"

def install(other):
    install.other = other

def orders(cur, wanted):
    cur.execute("SELECT id FROM orders WHERE status = '" + Picker().pick(wanted) + "'")  # <-- finding
