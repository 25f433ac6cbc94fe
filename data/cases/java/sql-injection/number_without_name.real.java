// What is shown of a number says the class without a name; it is made elsewhere.
package shop.web;

import java.math.BigDecimal;
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
        handle(given);
    }

    private void find(BigDecimal price) throws Exception {
        db.createStatement().executeQuery("SELECT id FROM orders WHERE price = " + price); // <-- finding
    }

    private void handle(String given) throws Exception {
        find(new BigDecimal(0) {
            @Override
            public String toString() {
                return given;
            }
        });
    }
}

