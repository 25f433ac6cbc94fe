package shop.web;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.util.Base64;
import javax.servlet.http.HttpServletRequest;

// The greeting that is shown before anyone has chosen one.
class Greetings {
    Object first(HttpServletRequest request) throws IOException, ClassNotFoundException {
        String stored = request.getParameter("greeting");
        stored = stored + "";
        byte[] bytes = Base64.getDecoder().decode(stored);
        ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes));
        return in.readObject(); // <-- finding
    }
}
