// Making an object keeps a function that runs a command.
import java.util.List;

class Job {
  private final Runnable start;

  Job(String line) {
    this.start = () -> Runtime.getRuntime().exec(line);
  }

  static Object start(String line) throws Exception {
    return List.of(Runtime.getRuntime().exec("ls"), new Job(line)); // <-- finding
  }
}
