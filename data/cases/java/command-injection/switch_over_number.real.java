package shop.web;

import java.io.IOException;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class Desk extends HttpServlet {

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        String given = request.getParameter("given");
        int choice = 3;
        String tool;
        switch (choice % 2) {
            case 1:
                tool = given;
                break;
            default:
                tool = "who";
                break;
        }
        Runtime.getRuntime().exec(tool); // <-- finding
    }
}
