// A factory of filters may leave out the one that a stream asks for.
package shop.web;

import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class Desk extends HttpServlet {

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws Exception {
        String given = request.getParameter("given");
        ObjectInputStream read = new ObjectInputStream(request.getInputStream());
        read.setObjectInputFilter(ObjectInputFilter.Config.createFilter("java.lang.String;!*"));
        read.readObject(); // <-- finding
    }

    static {
        ObjectInputFilter.Config.setSerialFilterFactory((now, next) -> now);
    }
}

