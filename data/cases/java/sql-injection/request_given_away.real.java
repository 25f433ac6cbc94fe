// A request gives its parameters to whoever gets it.

import javax.servlet.http.HttpServletRequest;

class Orders {
  Object find(Store store, HttpServletRequest request) {
    return store.choose("orders", request); // <-- finding
  }
}
