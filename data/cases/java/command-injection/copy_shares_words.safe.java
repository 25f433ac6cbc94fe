// A copy of an object shares the array that it holds.
package shop.web;

import java.io.IOException;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class Desk extends HttpServlet {
    static class Job implements Cloneable {
        String[] words = {"uptime"};

        String[] copy() throws CloneNotSupportedException {
            return words.clone();
        }
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        try {
            Job job = new Job();
            job.copy()[0] = request.getParameter("given");
            Runtime.getRuntime().exec(job.words); // <-- finding
        } catch (CloneNotSupportedException e) {
            response.sendError(500);
        }
    }
}
