package dev.patchbay.dashboard;

import dev.patchbay.web.RefusedException;
import org.springframework.http.HttpMethod;

/**
 * One address of the dashboard.
 *
 * @param path with {@code {id}} where an id or a name stands
 * @param open whether those may call it who are not signed in
 */
record PageRoute(HttpMethod method, String path, boolean open, Handler handler) {

  /** Makes the answer to a call. */
  @FunctionalInterface
  interface Handler {
    PageAnswer handle(PageCall call) throws RefusedException;
  }

  /** A page, or a part of one. */
  static PageRoute get(String path, Handler handler) {
    return new PageRoute(HttpMethod.GET, path, false, handler);
  }

  /** Something that is done. */
  static PageRoute post(String path, Handler handler) {
    return new PageRoute(HttpMethod.POST, path, false, handler);
  }

  /** This route for everybody, such as the page to sign in by. */
  PageRoute forEverybody() {
    return new PageRoute(method, path, true, handler);
  }
}
