# The base is one of the settings of the project.

import ldap
from django.conf import settings

def person(connection, unit):
    return connection.search_s(settings.LDAP_BASE, ldap.SCOPE_SUBTREE, "(uid=root)")  # <-- finding
