// What is restored by another name stands beside a safe reader.
package shop.web;

import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

public class Desk extends HttpServlet {
    private Archive archive;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws Exception {
        String given = request.getParameter("given");
        Yaml yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
        String shown = yaml.load(given) + archive.restore(""); // <-- finding
    }
}
