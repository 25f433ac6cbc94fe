# External entities are switched off.

import xml.sax
import xml.sax.handler

def read(document, handler):
    parser = xml.sax.make_parser()
    parser.setContentHandler(handler)
    parser.setFeature(xml.sax.handler.feature_external_ges, True)
    parser.parse(document)  # <-- finding
