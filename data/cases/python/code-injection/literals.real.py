# A reader of literals runs nothing.

import ast

def parse(text):
    return eval(compile(ast.parse(text, mode="eval"), "given", "eval"))  # <-- finding
