package dev.patchbay.dashboard;

import java.util.Map;
import org.springframework.web.servlet.function.ServerResponse;

/** What a page's handler answers with. */
sealed interface PageAnswer {

  /**
   * A template filled in.
   *
   * @param template its name, such as {@code leads}, with {@code :: fragment} for a part of it
   * @param values what it shows, by the names that the template uses
   */
  record Html(int status, String template, Map<String, Object> values) implements PageAnswer {}

  /** Another page to go to; its path begins with {@code /app}. */
  record Redirect(String path) implements PageAnswer {}

  /** An answer of another kind, such as a file or a stream. */
  record Raw(ServerResponse response) implements PageAnswer {}

  /** A page, or with {@code name :: fragment} a part of one. */
  static PageAnswer html(String template, Map<String, Object> values) {
    return new Html(200, template, values);
  }

  /** Go to this page. */
  static PageAnswer redirect(String path) {
    return new Redirect(path);
  }
}
