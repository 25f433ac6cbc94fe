# Escaped for HTML is not escaped for XPath.

import html

def find(root, wanted):
    name = "anna"
    return root.xpath(f"/staff/one[@name='{name}']")  # <-- finding
