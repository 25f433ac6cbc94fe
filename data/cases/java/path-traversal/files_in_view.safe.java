// A class in view may have the name of one of the library.
package shop.web;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class Desk extends HttpServlet {
    private static String folder;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws Exception {
        String given = request.getParameter("given");
        folder = given;
        Files.readAllBytes(Path.of("orders")); // <-- finding
    }

    private static class Others {
        static byte[] readAllBytes(Path name) throws IOException {
            return new FileInputStream(folder + name).readAllBytes();
        }
    }
}

