# A constant is chosen.

import lxml.etree

def find(wanted):
    names = {"kept": "anna", "asked": wanted}
    root = lxml.etree.parse("staff.xml")
    return root.xpath(f"/staff/one[@name='{names['kept']}']")  # <-- finding
