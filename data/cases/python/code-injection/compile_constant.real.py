# compile() of a constant.

def code(text):
    return compile(text, "<rule>", "eval")  # <-- finding
