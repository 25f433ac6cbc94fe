# The line that switches them.

import xml.sax
import xml.sax.handler

def read(document):
    parser = xml.sax.make_parser()
    parser.setFeature(xml.sax.handler.feature_external_ges, True)  # <-- finding
    parser.parse(document)
