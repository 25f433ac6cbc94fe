package shop.jobs;

public class Mailer {
    boolean isReady() {
        String password = System.getProperty("mail.password", "tiger"); // <-- finding
        return password != null;
    }
}
