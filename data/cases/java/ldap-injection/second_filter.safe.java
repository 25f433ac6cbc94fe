// A search of one's own may take a third text for a filter, too.
package shop.web;

import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class Desk extends HttpServlet {
    private People people;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws Exception {
        String given = request.getParameter("given");
        Object shown = people.search("dc=shop", "(uid=a)", "(uid=b)"); // <-- finding
    }
}
