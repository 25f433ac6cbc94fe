package shop.web;

import java.io.File;
import java.io.IOException;
import java.util.UUID;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class Binder extends HttpServlet {

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        String given = request.getParameter("given");
        UUID id = UUID.fromString(given);
        String sheet = id.toString();
        File file = new File("/srv/sheets/" + sheet + ".html"); // <-- finding
    }
}
