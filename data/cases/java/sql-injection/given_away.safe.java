class Given {
  void f(Tool tool, javax.servlet.http.HttpServletRequest req) {
    tool.perform("ls", "-l"); // <-- finding
  }
}
