// Where an item is put is found before what is put there.
package shop.web;

import java.io.IOException;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class Desk extends HttpServlet {
    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        String given = request.getParameter("given");
        String[] jobs = {"uptime", "who"};
        int next = 0;
        jobs[next++] = next == 1 ? given : "date";
        Runtime.getRuntime().exec(jobs[0]); // <-- finding
    }
}
