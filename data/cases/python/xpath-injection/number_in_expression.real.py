# A number adds no expression.

def find(root, wanted):
    return root.findall(f"./one[{wanted}]")  # <-- finding
