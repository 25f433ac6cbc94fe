// Making an object of a derived class runs what the class above does.
import java.util.List;

class Task {
  Task(String line) throws Exception {
    Runtime.getRuntime().exec("df");
  }
}

class Nightly extends Task {
  Nightly(String line) throws Exception {
    super(line);
  }

  static Object start(String line) throws Exception {
    return List.of(Runtime.getRuntime().exec("ls"), new Nightly(line)); // <-- finding
  }
}
