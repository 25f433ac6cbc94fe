// Whoever runs the statement is given a text for which there is no place in it.
package shop.web;

import shop.data.Orders;

public class Desk {
    private final Orders orders;

    public Desk(Orders orders) {
        this.orders = orders;
    }

    public Object found(String given) {
        return orders.executeQuery("SELECT id FROM orders WHERE owner = ?", given); // <-- finding
    }
}
