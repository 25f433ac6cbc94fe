# The same by its name.

def rename(users, form):
    label = str(form["label"])
    users.find_one_and_update({"_id": 1}, {"$set": {"a": label}}, projection={"a": 1})  # <-- finding
