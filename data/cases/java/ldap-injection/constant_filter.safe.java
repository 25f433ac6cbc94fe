package shop.web;

import java.io.IOException;
import javax.naming.NamingException;
import javax.naming.directory.DirContext;
import javax.naming.directory.SearchControls;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class Desk extends HttpServlet {

    private DirContext directory;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        String given = request.getParameter("given");
        try {
            String name = "ann";
            directory.search("ou=people", "(uid=" + name + ")", new SearchControls()); // <-- finding
        } catch (NamingException failed) {
            throw new IOException(failed);
        }
    }
}
