// A constant in whose mark others put what they are given.
package shop.web;

public class Desk extends OrderQuery {
    private static final String OWNED = "SELECT id FROM orders WHERE owner = 'shop'"; // <-- finding

    public void find(String given) {
        run(String.format(OWNED, given));
    }
}
