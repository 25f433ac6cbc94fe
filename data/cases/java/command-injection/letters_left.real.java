package shop.jobs;

import java.io.IOException;
import javax.servlet.ServletException;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class Spool extends HttpServlet {

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        String printer = request.getParameter("printer").replaceAll("x", "y");
        String cleaned = printer.replaceAll("[A-Za-z0-9]", "");
        Runtime.getRuntime().exec(new String[] {"/bin/sh", "-c", "lpstat -p " + cleaned + " 2>&1"}); // <-- finding
    }
}
