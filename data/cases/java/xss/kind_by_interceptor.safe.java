package shop.web;

import java.io.IOException;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;

@Path("/greeting")
public class Greeting {

    @GET
    @Produces("text/plain")
    public String greet(@QueryParam("name") String name) {
        return "Hello " + name; // <-- finding
    }
}
