// Whoever searches puts a further text into the filter.
package shop.web;

import shop.data.People;

public class Desk {
    private final People people;

    public Desk(People people) {
        this.people = people;
    }

    public Object found(String given) {
        return people.search("ou=people", "(uid=shop)"); // <-- finding
    }
}
