// Rules of another name stand beside a constant script.
package shop.web;

import javax.script.ScriptEngine;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class Desk extends HttpServlet {
    private ScriptEngine engine;
    private Rules rules;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws Exception {
        String given = request.getParameter("given");
        String shown = engine.eval("1 + 1") + rules.apply(given); // <-- finding
    }
}
