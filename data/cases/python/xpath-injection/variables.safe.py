# A value that is bound to a variable is no part of the expression.

import lxml.etree

def find(wanted):
    root = lxml.etree.parse("staff.xml")
    return root.xpath("/staff/one[@name=$name]", name=wanted)  # <-- finding
