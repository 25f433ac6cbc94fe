package shop.jobs;

import java.io.IOException;
import java.util.regex.Pattern;
import javax.servlet.ServletException;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class Pinger extends HttpServlet {

    private static final Pattern IPV4 = Pattern.compile("(\\d{1,3})(\\.\\d{1,3}){3}");

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        String ip = request.getParameter("ip");
        if (ip == null || !IPV4.matcher(ip).find()) {
            response.sendError(400);
            return;
        }
        Runtime.getRuntime().exec(new String[] {"sh", "-c", "ping -c 2 " + ip + " | tail -1"}); // <-- finding
    }
}
