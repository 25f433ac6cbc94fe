// Marks with a dollar are replaced by texts as they are.
package shop.web;

import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.apache.ibatis.jdbc.SQL;

public class Desk extends HttpServlet {

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws Exception {
        String given = request.getParameter("given");
        String where = "name = '${name}'"; // <-- finding
        request.setAttribute("where", new SQL().SELECT("id").FROM("orders").WHERE(where).toString());
    }
}

