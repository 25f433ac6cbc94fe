package shop.web;

import java.io.IOException;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.ext.WriterInterceptor;
import javax.ws.rs.ext.WriterInterceptorContext;

@Path("/greeting")
public class Greeting implements WriterInterceptor {

    public void aroundWriteTo(WriterInterceptorContext context) throws IOException {
        context.setMediaType(MediaType.valueOf("image/svg+xml"));
        context.proceed();
    }

    @GET
    @Produces("text/plain")
    public String greet(@QueryParam("name") String name) {
        return "Hello " + name; // <-- finding
    }
}
