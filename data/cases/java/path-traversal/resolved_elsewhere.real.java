// What is below a folder by itself may be elsewhere behind another one.
package shop.web;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class Desk extends HttpServlet {

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws Exception {
        String given = request.getParameter("given");
        if (!new File(given).getCanonicalPath().startsWith("/srv/shop/orders/")) {
            throw new IOException("not an order");
        }
        new FileInputStream("/srv/archive/" + given).close(); // <-- finding
    }
}

