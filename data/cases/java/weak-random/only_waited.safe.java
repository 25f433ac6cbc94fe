// What is drawn is only waited for, as long as nobody is told of it.
package shop.net;

import java.util.concurrent.Callable;

public class Retries {

    public <T> T call(Callable<T> task, int attempt, StringBuilder token) throws Exception {
        long jitter = (long) (Math.random() * 250); // <-- finding
        Thread.sleep((1L << attempt) * 100 + jitter);
        token.append(attempt);
        return task.call();
    }
}
