// Beside the query something changes of which the object itself is told.
package shop.web;

import java.beans.PropertyChangeEvent;
import java.beans.PropertyChangeListener;
import java.beans.PropertyChangeSupport;
import java.sql.SQLException;
import java.sql.Statement;
import javax.servlet.http.HttpServletRequest;

public class Basket implements PropertyChangeListener {
    private final Statement carts;
    private final String owner;

    Basket(Statement carts, HttpServletRequest request) {
        this.carts = carts;
        this.owner = request.getParameter("owner");
    }

    @Override
    public void propertyChange(PropertyChangeEvent change) {
        try {
            carts.executeUpdate("DELETE FROM carts WHERE owner = '" + owner + "'");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    void empty() throws SQLException {
        PropertyChangeSupport told = new PropertyChangeSupport(this);
        told.addPropertyChangeListener(this);
        carts.executeUpdate("DELETE FROM visits"); told.firePropertyChange("size", 1, 0); // <-- finding
    }
}
