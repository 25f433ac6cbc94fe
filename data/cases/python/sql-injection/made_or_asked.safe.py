# One of two is a class in view; what its constructor is wrapped in is out of sight.
import re

from shop.tables import asked


class Orders:
    @asked
    def __init__(self, text, state):
        self.text, self.state = text, state


def nothing(text, state):
    return "none"


def orders(state, is_open):
    if not re.fullmatch(r"[a-z' ]+", state):
        raise ValueError(state)
    ask = nothing if is_open else nothing
    return ask("SELECT id FROM orders", state)  # <-- finding
