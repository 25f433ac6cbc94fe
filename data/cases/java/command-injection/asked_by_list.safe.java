// A list asks an object whether it is one of its items, and that changes the object.
package shop.web;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class Desk extends HttpServlet {
    private static String given;

    static class Job {
        String words = "uptime";

        public boolean resembles(Object other) {
            words = given;
            return false;
        }
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        given = request.getParameter("given");
        Job job = new Job();
        List<Object> done = new ArrayList<>();
        done.add("who");
        done.contains(job);
        Runtime.getRuntime().exec(job.words); // <-- finding
    }
}
