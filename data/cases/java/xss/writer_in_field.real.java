// An object of a class may be one of those that derive from it.
package shop.web;

import java.io.PrintWriter;
import java.io.Writer;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class Desk extends HttpServlet {
    private PrintWriter out;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws Exception {
        String given = request.getParameter("given");
        out = new Echo(response.getWriter(), given);
        head();
    }

    private void head() {
        out.println("<p>open</p>"); // <-- finding
    }

    private static class Echo extends PrintWriter {
        private final String told;

        Echo(Writer out, String told) {
            super(out);
            this.told = told;
        }

        @Override
        public void write(String text) {
            super.write(text + told);
        }
    }
}

