class Given {
  void f(Tool tool, javax.servlet.http.HttpServletRequest req) {
    tool.perform("ls", req.getParameter("x")); // <-- finding
  }
}
