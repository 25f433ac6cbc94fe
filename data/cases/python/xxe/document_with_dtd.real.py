# A document that brings a type declaration.

from xml.dom import minidom

RATES = "<!DOCTYPE r SYSTEM 'http://x.example/r.dtd'><r/>"

def rates():
    return minidom.parseString(RATES)  # <-- finding
