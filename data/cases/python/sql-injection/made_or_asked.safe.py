# One of two is a class in view; what its constructor is wrapped in is out of sight.
from shop.tables import asked


class Orders:
    @asked
    def __init__(self, state):
        self.state = state


def nothing(state):
    return "none"


def orders(state, is_open):
    ask = nothing if is_open else nothing
    return ["SELECT 1", ask(state)]  # <-- finding
