package shop.web;

import java.io.IOException;
import javax.script.ScriptEngine;
import javax.script.ScriptEngineManager;
import javax.script.ScriptException;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class Desk extends HttpServlet {

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        String given = request.getParameter("given");
        ScriptEngine engine = new ScriptEngineManager().getEngineByName("js");
        try {
            engine.put("given", given);
            engine.eval("eval(given)"); // <-- finding
        } catch (ScriptException failed) {
            throw new IOException(failed);
        }
    }
}
