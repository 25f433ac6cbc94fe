# A class above sets the formula anew.

class Cell:
    def __init__(self, formula):
        self.shown = formula

class Total(Cell):
    def __init__(self, formula):
        self.formula = "1 + 1"
        super().__init__(formula)

def total(formula):
    return eval(Total(formula).formula)  # <-- finding
