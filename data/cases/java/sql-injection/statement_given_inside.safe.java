// What a value is looked up with is a statement, too.

import javax.servlet.http.HttpServletRequest;
import org.springframework.jdbc.core.JdbcTemplate;

class Parcels {
    private final JdbcTemplate jdbc;
    private final Directory directory;

    Parcels(JdbcTemplate jdbc, Directory directory) {
        this.jdbc = jdbc;
        this.directory = directory;
    }

    Object owned(HttpServletRequest request) {
        return jdbc.queryForList("SELECT * FROM parcels WHERE owner = ?", directory.first(request.getParameter("name"))); // <-- finding
    }
}
