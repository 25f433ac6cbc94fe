// Whoever hands the page in may be inside of a script.
package shop.web;

import java.io.PrintWriter;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class Desk extends HttpServlet {

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws Exception {
        String given = request.getParameter("given");
        PrintWriter out = response.getWriter();
        out.print("<script>var shop = ");
        tell(out, given);
        out.print("</script>");
    }

    private void tell(PrintWriter out, String told) {
        out.print("0"); // <-- finding
    }
}

