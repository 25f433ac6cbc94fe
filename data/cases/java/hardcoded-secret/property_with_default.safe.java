package shop.jobs;

public class Mailer {
    boolean isReady() {
        String password = System.getProperty("mail.password"); // <-- finding
        return password != null;
    }
}
