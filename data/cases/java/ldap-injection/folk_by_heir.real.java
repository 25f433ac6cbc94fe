// A context of a class in view asks for more than it is given.
package shop.web;

import javax.naming.directory.DirContext;
import javax.naming.directory.InitialDirContext;
import javax.naming.directory.SearchControls;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class Desk extends HttpServlet {
    private DirContext folk;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws Exception {
        String given = request.getParameter("given");
        folk = new Only(given);
        folk.search("ou=people", "(uid=a)", new SearchControls()); // <-- finding
    }

    private static class Only extends InitialDirContext {
        private final String only;

        Only(String only) throws Exception {
            this.only = only;
        }

        public Object search(String base, String filter, SearchControls how) throws Exception {
            return new InitialDirContext().search(base, "(&" + filter + only + ")", how);
        }
    }
}

