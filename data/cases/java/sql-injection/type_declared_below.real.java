// A class further down may have the name of one of the language.
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
        find(new Short(given));
    }

    private void find(Short link) throws Exception {
        db.createStatement().executeQuery("SELECT id FROM links WHERE code = '" + link + "'"); // <-- finding
    }

    private static class Short {
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

