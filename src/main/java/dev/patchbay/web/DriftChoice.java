package dev.patchbay.web;

import dev.patchbay.tools.Difference;
import dev.patchbay.tools.DriftSurvey;
import dev.patchbay.tracking.Parameter;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Which differences are asked for; {@code null} asks for any. */
record DriftChoice(
    @Nullable UUID customer,
    @Nullable String kind,
    @Nullable String connection,
    @Nullable String field,
    @Nullable String by,
    @Nullable String repair) {

  /** The parameters that name it. */
  static final List<Parameter> PARAMETERS =
      List.of(
          Parameter.word("kind", "Of this kind.", "differs", "missing", "doubled"),
          Parameter.text("connection", "At this tool."),
          Parameter.text("field", "In this field."),
          Parameter.text("by", "By the word of this connection, or by this flow."),
          Parameter.word("repair", "To be mended so.", "write", "replay", "by-hand", "merge-there"),
          Parameter.id("customer", "Of this customer."));

  static DriftChoice of(ApiCall call) {
    return new DriftChoice(
        call.id("customer"),
        call.text("kind"),
        call.text("connection"),
        call.text("field"),
        call.text("by"),
        call.text("repair"));
  }

  static DriftChoice of(DriftApi.RepairBody body) {
    return new DriftChoice(
        body.customer(), body.kind(), body.connection(), body.field(), body.by(), null);
  }

  boolean fits(Difference each) {
    return fits(each.kind(), each.connection(), each.field(), each.by(), each.repair());
  }

  boolean fits(DriftSurvey.Line each) {
    return fits(each.kind(), each.connection(), each.field(), each.by(), each.repair());
  }

  private boolean fits(
      String aKind, String aTool, @Nullable String aField, String aBy, String aRepair) {
    return is(kind, aKind)
        && is(connection, aTool)
        && is(field, aField)
        && is(by, aBy)
        && is(repair, aRepair);
  }

  private static boolean is(@Nullable String asked, @Nullable String given) {
    return asked == null || asked.equals(given);
  }
}
