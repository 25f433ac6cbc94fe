// A search of another name stands beside a constant filter.
package shop.web;

import javax.naming.directory.DirContext;
import javax.naming.directory.SearchControls;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class Desk extends HttpServlet {
    private DirContext folk;
    private People people;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws Exception {
        String given = request.getParameter("given");
        boolean ok = folk.search("dc=shop", "(uid=a)", new SearchControls()).hasMore()
            && people.exists("(uid=" + given + ")"); // <-- finding
    }
}
