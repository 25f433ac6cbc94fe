// Beside the query an object is read: what its class does then is code of this file.
package shop.web;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.sql.SQLException;
import java.sql.Statement;

public class Import {
    private static Statement carts;

    static class Left implements Serializable {
        private String owner;

        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            in.defaultReadObject();
            try {
                carts.executeUpdate("DELETE FROM carts WHERE owner = 'gone'");
            } catch (SQLException e) {
                throw new IOException(e);
            }
        }
    }

    Object read(ObjectInputStream sent) throws Exception {
        carts.executeUpdate("DELETE FROM visits"); return sent.readObject(); // <-- finding
    }
}
