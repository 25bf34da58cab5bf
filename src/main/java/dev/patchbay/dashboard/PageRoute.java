package dev.patchbay.dashboard;

import dev.patchbay.web.RefusedException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;

/**
 * One address of the dashboard.
 *
 * @param path with {@code {id}} where an id or a name stands
 * @param open whether those may call it who are not signed in
 * @param title of a page whose frame is sent ahead where counting takes a while, or {@code null}
 */
record PageRoute(
    HttpMethod method, String path, boolean open, @Nullable String title, Handler handler) {

  /** Makes the answer to a call. */
  @FunctionalInterface
  interface Handler {
    PageAnswer handle(PageCall call) throws RefusedException;
  }

  /** A page, or a part of one. */
  static PageRoute get(String path, Handler handler) {
    return new PageRoute(HttpMethod.GET, path, false, null, handler);
  }

  /** Something that is done. */
  static PageRoute post(String path, Handler handler) {
    return new PageRoute(HttpMethod.POST, path, false, null, handler);
  }

  /** This route for everybody, such as the page to sign in by. */
  PageRoute forEverybody() {
    return new PageRoute(method, path, true, title, handler);
  }

  /** This route with a frame of that title, which must be that of the page. */
  PageRoute framed(String frameTitle) {
    return new PageRoute(method, path, open, frameTitle, handler);
  }
}
