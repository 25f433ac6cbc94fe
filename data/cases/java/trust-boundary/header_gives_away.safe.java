package shop.web;

import com.acme.desk.Drawers;
import javax.servlet.http.HttpServletRequest;

public class Desk {

    void open(HttpServletRequest request) { // <-- finding
        request.getSession().setAttribute("mood", "calm");
        Drawers.keep("pens");
    }
}
