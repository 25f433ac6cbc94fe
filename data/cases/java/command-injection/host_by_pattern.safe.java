// What matched must be no option: it may not begin with a dash.
import java.io.IOException;
import javax.servlet.http.HttpServletRequest;

class Ping {
    Process start(HttpServletRequest request) throws IOException {
        String host = request.getParameter("host");
        if (!host.matches("[a-z0-9][a-z0-9.-]*")) {
            throw new IllegalArgumentException("no host");
        }
        return Runtime.getRuntime().exec(new String[] {"/bin/sh", "-c", "ping -c 1 " + host}); // <-- finding
    }
}
