// A handle sets a field by its name, too; whoever makes it stands elsewhere.
package shop.web;

import java.lang.invoke.MethodHandles;
import java.sql.Connection;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class Desk extends HttpServlet {
    private static String state = "open";
    private Connection db;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws Exception {
        String given = request.getParameter("given");
        db.createStatement().executeQuery("SELECT id FROM orders WHERE state = '" + state + "'"); // <-- finding
    }

    static void open(String given) throws Throwable {
        MethodHandles.lookup().findStaticSetter(Desk.class, "state", String.class).invoke(given);
    }
}

