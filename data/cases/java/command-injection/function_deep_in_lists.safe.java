// Lists in lists are handed on, and with them a method that runs a command.
import java.util.List;

class Jobs {
  static void begin(String line) throws Exception {
    Runtime.getRuntime().exec("df");
  }

  Object start(Pool pool) throws Exception {
    Action action = Jobs::begin;
    return List.of(Runtime.getRuntime().exec("ls"), pool.keep(List.of(List.of(List.of(action))))); // <-- finding
  }
}
