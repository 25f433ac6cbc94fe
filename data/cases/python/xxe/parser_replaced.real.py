# What refuses entities is replaced.

import defusedxml.ElementTree as ET

ET.DefusedXMLParser.defused_entity_decl = lambda *rest: None

def load(data):
    return ET.fromstring(data)  # <-- finding
