// A comment of a statement is written into it as it is.
package shop.web;

import javax.servlet.http.HttpServletRequest;
import org.hibernate.Session;

public class Desk {
    public Object open(Session session, HttpServletRequest request) {
        String given = request.getParameter("given");
        return session.createQuery("from Order o").setComment("open orders").list(); // <-- finding
    }
}
