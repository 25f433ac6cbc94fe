// Classes are inherited from interfaces, too.
package shop.web;

import java.io.Serializable;
import java.sql.Connection;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class Desk extends HttpServlet implements Serializable {

    private Connection db;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws Exception {
        Short link = new Short(request.getParameter("given"));
        db.createStatement().executeQuery("SELECT id FROM links WHERE code = '" + link + "'"); // <-- finding
    }
}

interface Links {
    class Short {
        private final String code;

        Short(String code) {
            this.code = code;
        }

        @Override
        public String toString() {
            return code;
        }
    }
}
