// The program says by a property which encoder is taken.
package shop.web;

import javax.naming.directory.DirContext;
import javax.naming.directory.SearchControls;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.owasp.esapi.ESAPI;

public class Desk extends HttpServlet {
    private DirContext folk;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws Exception {
        String given = request.getParameter("given");
        System.getProperty("org.owasp.esapi.SecurityConfiguration");
        String name = ESAPI.encoder().encodeForLDAP(given);
        folk.search("ou=people", "(uid=" + name + ")", new SearchControls()); // <-- finding
    }
}

