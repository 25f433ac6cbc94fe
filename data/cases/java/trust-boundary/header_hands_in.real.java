package shop.web;

import java.util.function.Consumer;
import javax.servlet.http.HttpServletRequest;

public class Desk {

    void open(HttpServletRequest request, Consumer<String> drawer) { // <-- finding
        request.getSession().setAttribute("mood", "calm");
        drawer.accept(request.getParameter("given"));
    }
}
