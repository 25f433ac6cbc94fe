// An interceptor may ask somebody else.
package shop.web;

import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.springframework.web.client.RestTemplate;

public class Desk extends HttpServlet {

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws Exception {
        String given = request.getParameter("given");
        RestTemplate shop = new RestTemplate();
        shop.getMessageConverters().add(null);
        shop.getForObject("https://stock.example/all", String.class); // <-- finding
    }
}

