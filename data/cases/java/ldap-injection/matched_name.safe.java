package shop.web;

import javax.naming.NamingEnumeration;
import javax.naming.NamingException;
import javax.naming.directory.DirContext;
import javax.naming.directory.SearchControls;
import javax.naming.directory.SearchResult;

public class People {

    public NamingEnumeration<SearchResult> find(DirContext context, String login)
            throws NamingException {
        if (!login.matches("[a-z0-9]+")) {
            throw new NamingException("login");
        }
        return context.search("ou=people", "(uid=" + login + ")", new SearchControls()); // <-- finding
    }
}
