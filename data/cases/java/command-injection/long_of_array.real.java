// What an array of longs has as an item is a long, and does not wrap like an int.
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
        long[] limits = new long[1];
        limits[0] = 2147483647;
        if (limits[0] + 1 > 0) {
            job = request.getParameter("given");
        }
        Runtime.getRuntime().exec(job); // <-- finding
    }
}
