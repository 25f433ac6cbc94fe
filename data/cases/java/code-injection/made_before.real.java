// What is evaluated on nothing was made of what is given before.
package shop.web;

import org.apache.commons.jexl3.JexlBuilder;
import org.apache.commons.jexl3.JexlEngine;

public class Desk {
    private final JexlEngine rules = new JexlBuilder().create();

    public Object price(String given) {
        return rules.createExpression("12 + " + given).evaluate(null); // <-- finding
    }

    public Object usual() {
        return price("1");
    }
}
