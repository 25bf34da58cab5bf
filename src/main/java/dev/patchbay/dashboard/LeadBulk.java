package dev.patchbay.dashboard;

import dev.patchbay.web.RefusedException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.http.HttpMethod;

/** Says the same of many leads; each is corrected by itself, so that one refusal stops no other. */
final class LeadBulk {

  private static final int MOST = 500;

  /**
   * What came of it.
   *
   * @param refused why not, each reason once
   */
  record Told(int changed, List<String> refused) {}

  private LeadBulk() {}

  static Told of(PageCall call) throws RefusedException {
    List<String> ids = call.texts("lead");
    String to = call.text("to");
    String why = call.text("why");
    List<String> refused = new ArrayList<>();
    if (ids.isEmpty()) {
      refused.add("No row is selected.");
    }
    if (ids.size() > MOST) {
      refused.add("At most %d rows can be changed at once.".formatted(MOST));
    }
    if (to == null) {
      refused.add("Choose what they are to become.");
    }
    if (why == null) {
      refused.add("Say why, for those who look at it later.");
    }
    if (to == null || why == null || !refused.isEmpty()) {
      return new Told(0, refused);
    }
    Map<String, Object> body = new LinkedHashMap<>();
    switch (to) {
      case "spam" -> body.put("spam", true);
      case "not-spam" -> body.put("spam", false);
      default -> body.put("status", to);
    }
    body.put("why", why);
    int changed = 0;
    for (String id : ids) {
      try {
        call.act(HttpMethod.PATCH, "/api/v1/leads/" + UUID.fromString(id), body);
        changed++;
      } catch (RefusedException e) {
        if (e.status() == 403) {
          throw e;
        }
        String text = e.words();
        if (!refused.contains(text)) {
          refused.add(text);
        }
      } catch (IllegalArgumentException e) {
        refused.add("A row has no id. Load the list again.");
      }
    }
    return new Told(changed, refused);
  }
}
