package shop.jobs;

public class Mailer {
    private final String password = System.getenv("MAIL_PASSWORD"); // <-- finding

    boolean isReady() {
        return password != null;
    }
}
