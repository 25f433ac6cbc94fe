# A reader of literals runs nothing.

import ast

def parse(text):
    return ast.literal_eval(text)  # <-- finding
