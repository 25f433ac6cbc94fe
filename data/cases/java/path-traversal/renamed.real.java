package shop.web;

import java.io.File;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

// Both names are opened.
public class Desk extends HttpServlet {

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws Exception {
        String given = request.getParameter("given");
        File from = new File("/srv/inbox/new");
        File to = new File("/srv/archive/" + given);
        from.renameTo(to); // <-- finding
    }
}
