// Other code is given the stream of the page.
package shop.web;

import java.io.ByteArrayOutputStream;
import javax.servlet.ServletOutputStream;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.owasp.encoder.Encode;

public class Desk extends HttpServlet {

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws Exception {
        String given = request.getParameter("given");
        ServletOutputStream out = response.getOutputStream();
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        head.write(HEAD);
        head.writeTo(System.err);
        out.print("<p>" + Encode.forHtml(given) + "</p>"); // <-- finding
    }

    private static final byte[] HEAD = "<script>var shop = 1;".getBytes();
}

