// By its name alone a constant is written into the code; asked of an object, it is what was put there.
package shop.web;

import com.google.gson.Gson;
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
        new Gson().fromJson(given, Query.class).run(db);
    }

    private static class Query {
        private final String state = "open";

        void run(Connection db) throws Exception {
            db.createStatement().executeQuery("SELECT id FROM orders WHERE state = '" + state + "'"); // <-- finding
        }
    }
}

