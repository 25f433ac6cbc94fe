# A list that grows in place grows for every name it has.

def find(users, more):
    conditions = [{"name": "admin"}]
    table = {"all": conditions}
    table["more"] = [more]
    return users.find_one({"$and": conditions})  # <-- finding
