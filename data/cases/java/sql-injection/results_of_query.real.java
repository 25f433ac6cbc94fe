package shop.web;

import java.util.List;
import javax.persistence.EntityManager;
import javax.persistence.Query;

public class Orders {

    private EntityManager entities;

    public List<?> of(String state) {
        Query query = entities.createQuery("SELECT o FROM Order o WHERE o.state = " + state);
        query.setParameter("state", state);
        return query.getResultList(); // <-- finding
    }
}
