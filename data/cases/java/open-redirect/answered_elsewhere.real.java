package shop.web;

import java.net.URI;
import okhttp3.Response;

public class Leave {

    public Response leave(String address) {
        URI target = URI.create(address);
        if (!"https".equals(target.getScheme()) && !"docs.example.com".equals(target.getHost())) {
            return Response.status(403).build();
        }
        return Response.temporaryRedirect(target).build(); // <-- finding
    }
}
