// A class inside of code has type variables, too.
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
        class Box<Integer> {
            void find(Integer name) throws Exception {
                db.createStatement().executeQuery("SELECT id FROM orders WHERE name = '" + name + "'"); // <-- finding
            }
        }
        new Box<String>().find(given);
    }
}

