# A method of a class in view puts its second argument into the expression.

class Users:
    def search(self, kind, condition):
        return self.tree.xpath(f"//{kind}[{condition}]")

def user(tree, condition):
    return tree.find("user", condition)  # <-- finding
