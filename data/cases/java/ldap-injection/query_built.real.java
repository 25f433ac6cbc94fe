package shop.web;

import static org.springframework.ldap.query.LdapQueryBuilder.query;

import java.util.List;
import org.springframework.ldap.core.AttributesMapper;
import org.springframework.ldap.core.LdapTemplate;

public class People {

    private LdapTemplate directory;

    public List<String> find(String login, AttributesMapper<String> mapper) {
        return directory.search(query().base("ou=people").filter(login), mapper); // <-- finding
    }
}
