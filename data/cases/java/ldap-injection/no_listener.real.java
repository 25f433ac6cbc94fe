package shop.web;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.SearchScope;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

// Without a listener, the filter is the fourth argument.
public class Desk extends HttpServlet {

    private LDAPConnection folk;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws Exception {
        String given = request.getParameter("given");
        folk.search(null, "ou=people", SearchScope.SUB, "(uid=" + given + ")"); // <-- finding
    }
}
