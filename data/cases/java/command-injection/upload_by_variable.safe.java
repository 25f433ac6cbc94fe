// Where an upload is kept, by any name, is put together before: beside the program that is run.
package shop.web;

import java.io.IOException;
import javax.servlet.ServletException;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import javax.servlet.http.Part;

public class Desk extends HttpServlet {

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Runtime.getRuntime().exec("/srv/shop/tools/sort"); // <-- finding
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        Part given = request.getPart("given");
        String kept = "/srv/shop/files/" + given.getSubmittedFileName();
        given.write(kept);
    }
}
