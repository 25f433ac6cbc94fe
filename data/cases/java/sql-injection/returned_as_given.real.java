// What is given is returned as it is, for whoever makes a statement of it.
package shop.web;

import javax.servlet.http.HttpServletRequest;

public class Desk extends OrderQuery {

    @Override
    protected String where(HttpServletRequest request) {
        return request.getParameter("given"); // <-- finding
    }
}
