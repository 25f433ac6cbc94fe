# compile() of a constant.

def code(text):
    return compile("a + b", "<rule>", "eval")  # <-- finding
