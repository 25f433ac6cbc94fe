package shop.web;

import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.QueryParam;
import javax.ws.rs.core.Response;

@Path("/greeting")
public class Greeting {

    @GET
    public Response greet(@QueryParam("name") String name) {
        Response.ResponseBuilder answer = Response.ok("<p>Hello</p>");
        answer.entity("<p>Hello " + name + "</p>");
        return answer.build(); // <-- finding
    }
}
