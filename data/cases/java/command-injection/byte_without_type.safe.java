// A variable of no written type is a byte like what it is made from, and wraps like one.
package shop.web;

import java.io.IOException;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class Desk extends HttpServlet {
    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        String job = "uptime";
        byte[] limits = {127};
        int limit = limits[0];
        limit += 1;
        if (limit < 0) {
            job = request.getParameter("given");
        }
        Runtime.getRuntime().exec(job); // <-- finding
    }
}
