// A launcher of another name stands beside a constant command.
package shop.web;

import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class Desk extends HttpServlet {
    private Launcher launcher;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws Exception {
        String given = request.getParameter("given");
        boolean ok = Runtime.getRuntime().exec("uptime").isAlive() && launcher.launch("date"); // <-- finding
    }
}
