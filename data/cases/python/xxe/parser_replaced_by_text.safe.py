# What refuses entities is replaced, by a text.

import defusedxml.ElementTree as ET


class Reader:
    pass


def relax():
    Reader.defused_entity_decl = lambda *rest: None


def load(data):
    return ET.fromstring(data)  # <-- finding
