package shop.web;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class Invoices extends HttpServlet {

    private static final File FOLDER = new File("/srv/invoices");

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        File invoice = new File(FOLDER, request.getParameter("number"));
        if (!invoice.getAbsolutePath().startsWith(FOLDER.getAbsolutePath() + File.separator)) {
            response.sendError(404);
            return;
        }
        FileInputStream in = new FileInputStream(invoice); // <-- finding
    }
}
