// A lambda on the line is no reason to believe that it is what another object's method does.
package shop.web;

import java.util.List;
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
        List.of(engine.eval("1 + 1"), rules.apply(given)).removeIf(one -> one == null); // <-- finding
    }
}
