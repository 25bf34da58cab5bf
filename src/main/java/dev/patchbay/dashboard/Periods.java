package dev.patchbay.dashboard;

/** Reads the period that a page is asked for. */
final class Periods {

  private Periods() {}

  static ReportingPeriod of(PageCall call, Times times) {
    return ReportingPeriod.of(
        call.text("period"), call.text("from"), call.text("to"), times.today());
  }
}
