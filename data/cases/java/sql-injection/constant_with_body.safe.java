// A constant of an enum may have methods of its own.
package shop.web;

import java.sql.Connection;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class Desk extends HttpServlet {
    private Connection db;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws Exception {
        String given = request.getParameter("given");
        Shelf.valueOf(request.getParameter("shelf")).list(db, given);
    }

    enum Shelf {
        SHUT,
        OPEN ;

        String table(String given) {
            return "orders";
        }

        void list(Connection db, String given) throws Exception {
            db.createStatement().executeQuery("SELECT id FROM " + table(given)); // <-- finding
        }
    }
}

