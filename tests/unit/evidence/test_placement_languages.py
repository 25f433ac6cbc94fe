"""Placement in other languages than Python: the same rule, by their tables alone."""

import pytest

from fpcache_ops.core.evidence import Built, Fallback
from fpcache_ops.core.finding import Region
from fpcache_ops.evidence.file_policy import FilePolicy
from fpcache_ops.evidence.languages import language_of
from fpcache_ops.evidence.placement import Lines, Placed, place
from fpcache_ops.evidence.sources import SubmittedSources
from fpcache_ops.evidence.syntax import parse
from tests.factories import a_finding

EXPRESS = b"""\
import express from "express";

export class Shop {
  limit = 3;
  find(req, res) {
    if (req.query.a) { run(req.query.a); }
    else {
      db.query("select " +
        req.query.name, (error, rows) => {
          res.send(rows);
        });
    }
    do { step(); } while (
      more());
    switch (req.x) {
      case "a":
        go(1);
    }
  }
}
export const f = async (x: any) => { eval(x); };
"""

SERVLET = b"""\
package shop;

class Shop extends HttpServlet {
    private String table = "items";
    public void doGet(HttpServletRequest request,
                      HttpServletResponse response) throws IOException {
        switch (request.getParameter("a")) {
            case "b":
                run(1); break;
        }
        try (Statement s = c.createStatement()) {
            s.executeQuery("select "
                + request.getParameter("q"));
        } catch (SQLException e) { throw new IOException(e); }
        items.forEach(item -> {
            print(item);
        });
    }
}
"""


HANDLER = b"""\
package shop

import (
	"net/http"
)

func (s *Shop) Find(w http.ResponseWriter,
	r *http.Request) {
	if name := r.FormValue("q"); name != "" {
		s.db.Query("select " +
			name)
	} else {
		go run(name)
	}
	switch r.Method {
	case "GET":
		items(func(i Item) {
			print(i)
		})
	}
	for _, i := range all { run(i) }
}
"""

CONTROLLER = b"""\
class ShopsController < ApplicationController
  before_action :check,
                only: [:find]
  def find(name = params[:q])
    if name.empty?
      render :none
    elsif params[:all]
      all
    else
      Shop.where("name = " +
        name).each do |shop|
          print(shop)
      end
    end
    return run(name) if name
    begin
      work
    rescue IOError => e
      raise e
    ensure
      done
    end
    case name
    when "a" then go(1)
    end
  end
  def short(x) = system(x)
end
"""

PAGE = b"""\
<p>
<?php
namespace Shop;
use Db\\Query;
class Page extends Base {
    private $limit = 3;
    public function find(string $name,
                         int $size): void {
        if ($name === "") { $this->none(); }
        elseif ($size) {
            $this->db->query("select " .
                $name);
        }
        switch ($name) {
            case "a":
                run($name);
        }
        array_map(function ($x) {
            echo $x;
        }, $all);
    }
}
?>
<b><?= $name ?></b>
"""


def marked(path: str, source: bytes, first: int, last: int) -> str:
    table = language_of(path)
    assert table is not None
    root = parse(table.name, source).root_node
    assert not root.has_error
    placed = place(Region(first, end_line=last), source, Lines(source), root, table)
    assert isinstance(placed, Placed), placed
    return source[placed.start : placed.end].decode()


@pytest.mark.parametrize("path", ["a.ts", "a.tsx"])
@pytest.mark.parametrize(
    ("line", "begins", "ends"),
    [
        (1, "import express", '"express";'),
        (3, "export class Shop", "Shop"),
        (4, "limit", "= 3"),
        (5, "find(req, res)", "res)"),
        (6, "if (req.query.a)", "run(req.query.a);"),
        (8, 'db.query("select "', "});"),
        (9, 'db.query("select "', "});"),
        (10, "res.send(rows);", "res.send(rows);"),
        (14, "do {", "more());"),
        (16, 'case "a":', ":"),
        (21, "export const f", "eval(x); };"),
    ],
)
def test_javascript_and_typescript(path, line, begins, ends):
    """A statement inside a callback stands for itself; one that holds the callback is whole."""
    text = marked(path, EXPRESS, line, line)
    assert text.startswith(begins), text
    assert text.endswith(ends), text


@pytest.mark.parametrize(
    ("line", "begins", "ends"),
    [
        (1, "package shop;", ";"),
        (3, "class Shop", "HttpServlet"),
        (4, "private String table", ";"),
        (6, "public void doGet", "IOException"),
        (7, "switch (", ")"),
        (8, 'case "b"', '"b"'),
        (11, "try (Statement s", ")"),
        (13, 's.executeQuery("select "', ");"),
        (16, "print(item);", ";"),
    ],
)
def test_java(line, begins, ends):
    """The header of what has a body, the whole of what has none."""
    text = marked("Shop.java", SERVLET, line, line)
    assert text.startswith(begins), text
    assert text.endswith(ends), text


@pytest.mark.parametrize(
    ("path", "source", "line", "begins", "ends"),
    [
        ("a.go", HANDLER, 1, "package shop", "shop"),
        ("a.go", HANDLER, 4, '"net/http"', '"net/http"'),
        ("a.go", HANDLER, 7, "func (s *Shop) Find", "Request)"),
        ("a.go", HANDLER, 9, 'if name := r.FormValue("q")', '!= ""'),
        ("a.go", HANDLER, 11, 's.db.Query("select "', "name)"),
        ("a.go", HANDLER, 13, "go run(name)", "go run(name)"),
        ("a.go", HANDLER, 16, 'case "GET":', ":"),
        ("a.go", HANDLER, 17, "items(func", "})"),
        ("a.go", HANDLER, 18, "print(i)", "print(i)"),
        ("a.go", HANDLER, 21, "for _, i := range all", "run(i)"),
        ("a.rb", CONTROLLER, 1, "class ShopsController", "ApplicationController"),
        ("a.rb", CONTROLLER, 3, "before_action :check", "[:find]"),
        ("a.rb", CONTROLLER, 4, "def find(name", "params[:q])"),
        ("a.rb", CONTROLLER, 5, "if name.empty?", "empty?"),
        ("a.rb", CONTROLLER, 6, "render :none", ":none"),
        ("a.rb", CONTROLLER, 7, "elsif params[:all]", "]"),
        ("a.rb", CONTROLLER, 9, "else", "else"),
        ("a.rb", CONTROLLER, 10, "Shop.where(", "end"),
        ("a.rb", CONTROLLER, 12, "print(shop)", "print(shop)"),
        ("a.rb", CONTROLLER, 15, "return run(name) if name", "if name"),
        ("a.rb", CONTROLLER, 16, "begin", "begin"),
        ("a.rb", CONTROLLER, 17, "work", "work"),
        ("a.rb", CONTROLLER, 18, "rescue IOError => e", "e"),
        ("a.rb", CONTROLLER, 23, "case name", "name"),
        ("a.rb", CONTROLLER, 24, 'when "a"', "go(1)"),
        ("a.rb", CONTROLLER, 27, "def short(x) =", "system(x)"),
        ("a.php", PAGE, 1, "<p>", "<p>\n"),
        ("a.php", PAGE, 4, "use Db", "Query;"),
        ("a.php", PAGE, 5, "class Page extends Base", "Base"),
        ("a.php", PAGE, 6, "private $limit", "3;"),
        ("a.php", PAGE, 7, "public function find(", "void"),
        ("a.php", PAGE, 9, "if ($name", "$this->none();"),
        ("a.php", PAGE, 10, "elseif ($size)", ")"),
        ("a.php", PAGE, 12, '$this->db->query("select "', "$name);"),
        ("a.php", PAGE, 15, 'case "a":', ":"),
        ("a.php", PAGE, 16, "run($name);", ";"),
        ("a.php", PAGE, 19, "echo $x;", ";"),
        ("a.php", PAGE, 24, "?>", "</b>\n"),
    ],
)
def test_go_ruby_and_php(path, source, line, begins, ends):
    """Where everything is an expression, a statement is what stands in a body."""
    text = marked(path, source, line, line)
    assert text.startswith(begins), text
    assert text.endswith(ends), text


@pytest.mark.parametrize(
    ("text", "dangerous"),
    [
        (r"// \u000a run(x);", True),
        (r"/* \u002a\u002f run(x); /* */", True),
        (r'String s = "a\u0022 + x + \u0022";', True),
        (r'String s = "\\\uuu005c";', True),
        (r'String s = "\\u0022";', False),
        (r'String s = "caf\u00e9\u0041";', False),
        ("char c = '\\u0000';", False),
    ],
)
def test_a_java_escape_that_ends_a_literal_comment_or_line_is_doubt(text, dangerous):
    """The compiler translates it before anything else: what is read is not what runs."""
    source = f"class A {{\n{text}\n}}\n".encode()
    built = FilePolicy().build(a_finding("A.java", 1), SubmittedSources({"A.java": source}))
    assert isinstance(built, Built)
    assert (built.fallback is Fallback.UNICODE_ESCAPE) is dangerous, built.fallback


@pytest.mark.parametrize("line", ["return a; // why", "/* why */ return a;", "go(); return a;"])
@pytest.mark.parametrize(
    ("path", "around"),
    [
        ("a.js", "app.get('/a', (req, res) => {{\n  first();\n  {line}\n}});\n"),
        ("A.java", "class A {{ Run r = on('a', a -> {{\n  first();\n  {line}\n}}); }}\n"),
    ],
)
def test_a_comment_or_a_second_statement_beside_it_marks_no_more(path, around, line):
    """Of a function inside a statement those are marked that stand there, not the statement."""
    text = marked(path, around.format(line=line).encode(), 3, 3)
    assert text in ("return a;", "go(); return a;")
    assert text in line
