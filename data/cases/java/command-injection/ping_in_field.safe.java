// A function in a field is handed to others beside the command: they run it.
package shop.web;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ForkJoinPool;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class Desk extends HttpServlet {
    private String given;
    private final Callable<Process> ping =
            () -> Runtime.getRuntime().exec("sh -c ping -c1 localhost");

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        given = request.getParameter("given");
        Runtime.getRuntime().exec("uptime"); ForkJoinPool.commonPool().submit(ping); // <-- finding
    }
}
