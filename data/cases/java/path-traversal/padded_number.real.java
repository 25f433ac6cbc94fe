package shop.files;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import javax.servlet.ServletException;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class Invoices extends HttpServlet {

    private static final File STORE = new File("/srv/invoices");

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        String number = request.getParameter("number");
        File pdf = new File(STORE, String.format("%8s.pdf", number));
        response.setContentType("application/pdf");
        Files.copy(pdf.toPath(), response.getOutputStream()); // <-- finding
    }
}
