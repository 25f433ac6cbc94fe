// A function made for an interface is not the engine.
package shop.web;

import javax.script.ScriptEngine;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class Desk extends HttpServlet {
    private ScriptEngine engine;

    interface Engine {
        Object eval(String script) throws Exception;
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws Exception {
        String given = request.getParameter("given");
        Engine other = script -> engine.eval(script + given);
        other.eval("1 + 1"); // <-- finding
    }
}

