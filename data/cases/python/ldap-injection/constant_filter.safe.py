# A constant is chosen.

import ldap3

def find(connection, wanted):
    names = [wanted, "anna"]
    name = names[1]
    connection.search("ou=users,o=shop", f"(&(objectclass=person)(uid={name}))", attributes=ldap3.ALL_ATTRIBUTES)  # <-- finding
