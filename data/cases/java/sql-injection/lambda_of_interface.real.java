// A function made for an interface is not the method of the library that has its name.
package shop.web;

import java.sql.Connection;
import java.sql.Statement;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class Desk extends HttpServlet {
    private Connection db;

    interface Asks {
        void executeQuery(String sql) throws Exception;
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws Exception {
        String given = request.getParameter("given");
        Statement asked = db.createStatement();
        Asks asks = sql -> asked.executeQuery(sql + " WHERE name = '" + given + "'");
        asks.executeQuery("SELECT id FROM orders"); // <-- finding
    }
}

