# defusedxml refuses entities.

from xml.etree.ElementTree import fromstring

def rates(text):
    return fromstring(text)  # <-- finding
