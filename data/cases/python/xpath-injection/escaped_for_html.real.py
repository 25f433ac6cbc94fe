# Escaped for HTML is not escaped for XPath.

import html

def find(root, wanted):
    name = html.escape(wanted)
    return root.xpath(f"/staff/one[@name='{name}']")  # <-- finding
