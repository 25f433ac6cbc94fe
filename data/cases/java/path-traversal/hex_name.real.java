package shop.files;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import javax.servlet.ServletException;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class Cached extends HttpServlet {

    private static final File STORE = new File("/srv/cache");

    private static String nameOf(String key) {
        StringBuilder name = new StringBuilder();
        for (byte letter : key.getBytes(StandardCharsets.UTF_8)) {
            name.append(String.format("%02c", letter));
        }
        return name.toString();
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        File cached = new File(STORE, nameOf(request.getParameter("key")));
        response.setContentType("application/octet-stream");
        Files.copy(cached.toPath(), response.getOutputStream()); // <-- finding
    }
}
