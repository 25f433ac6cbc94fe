# What an object was given before is in what it does now.

def find(builder, name):
    builder.where("name = '" + name + "'")
    return builder.run("orders")  # <-- finding
