package shop.jobs;

import java.io.IOException;
import java.net.InetAddress;
import javax.servlet.ServletException;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class Reach extends HttpServlet {

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        byte[] raw = InetAddress.getByName(request.getParameter("host")).getAddress();
        String dotted = (raw[0] & 255) + "." + (raw[1] & 255) + "." + (raw[2] & 255) + "." + (raw[3] & 255);
        new ProcessBuilder("/bin/sh", "-c", "ping -c1 " + dotted + " >/dev/null").start(); // <-- finding
    }
}
