package shop.web;

import javax.script.ScriptEngine;
import javax.script.ScriptEngineManager;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

// Groovy calls without brackets.
public class Desk extends HttpServlet {

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws Exception {
        String given = request.getParameter("given");
        ScriptEngine engine = new ScriptEngineManager().getEngineByName("other");
        engine.put("given", given);
        engine.eval("given.execute null, null"); // <-- finding
    }
}
