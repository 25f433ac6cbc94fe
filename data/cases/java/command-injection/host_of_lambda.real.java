// A function made for an interface is not the runtime.
package shop.web;

import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class Desk extends HttpServlet {
    interface Host {
        Process exec(String command) throws Exception;
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws Exception {
        String given = request.getParameter("given");
        Runtime runtime = Runtime.getRuntime();
        Host host = command -> runtime.exec(command + " " + given);
        host.exec("ls"); // <-- finding
    }
}

