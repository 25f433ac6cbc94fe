// A function made for an interface is not the session.
package shop.web;

import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import javax.servlet.http.HttpSession;

public class Desk extends HttpServlet {
    interface Store {
        void setAttribute(String name, String value);
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws Exception {
        String given = request.getParameter("given");
        HttpSession session = request.getSession();
        Store store = (name, value) -> session.setAttribute(name, given);
        store.setAttribute("shop", "open"); // <-- finding
    }
}

