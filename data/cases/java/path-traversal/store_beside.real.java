// A file that another method reads stands beside.
package shop.web;

import java.nio.file.Files;
import java.nio.file.Paths;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class Desk extends HttpServlet {
    private Store store;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws Exception {
        String given = request.getParameter("given");
        String shown = Files.readString(Paths.get("/srv/shop/a.txt")) + store.slurp(given); // <-- finding
    }
}
