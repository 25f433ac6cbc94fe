# What was written before decides how a part is read.

from html import escape
from tornado.web import RequestHandler

class Search(RequestHandler):
    def get(self):
        self.write("<script>var q = ")
        self.write(escape(self.get_argument("q")))  # <-- finding
