# A handler writes all of its answer at once.

from html import escape
from http.server import BaseHTTPRequestHandler

class Search(BaseHTTPRequestHandler):
    def do_GET(self):
        page = '<form><input name="q" value="%s"></form>' % escape(self.path, quote=True)
        self.send_response(200)
        self.end_headers()
        self.wfile.write(page.encode("utf-8"))  # <-- finding
