// A method in view has every line of a list run.
import java.util.List;

class Jobs {
  static int begin(List<String> lines) {
    lines.forEach(String::length);
    return lines.size();
  }

  Object start(List<String> lines) throws Exception {
    return List.of(Runtime.getRuntime().exec("ls"), begin(lines)); // <-- finding
  }
}
