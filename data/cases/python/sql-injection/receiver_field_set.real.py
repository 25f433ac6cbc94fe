# What stands in a field of an object is in what it does now.

def find(builder, name):
    builder.condition = "name = '" + name + "'"
    return builder.run("orders")  # <-- finding
