# A number adds no expression.

def find(root, wanted):
    return root.findall(f"./one[{int(wanted)}]")  # <-- finding
