package dev.patchbay.tracking;

import dev.patchbay.lead.CallFacts;
import dev.patchbay.lead.Clocks;
import dev.patchbay.lead.Lead;
import dev.patchbay.lead.Progress;
import dev.patchbay.lead.Stage;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/** Rows of calls and leads, and which events belong to each. */
final class LeadWriter {

  final JsonRows leads = new JsonRows();
  final JsonRows events = new JsonRows();
  private final Set<UUID> told = new HashSet<>();

  void add(Lead lead) {
    leads
        .row()
        .with("id", lead.id())
        .with("customer", lead.customer())
        .with("channel", lead.channel().word())
        .with("connection", lead.connection())
        .with("at", lead.at())
        .with("received_at", lead.receivedAt())
        .with("name", lead.known().name())
        .with("email", lead.known().email())
        .with("phone", lead.known().phone())
        .with("company", lead.known().company())
        .with("first_time", lead.firstTime())
        .with("duplicate_of", lead.duplicateOf())
        .with("duplicate_rule", lead.duplicateRule())
        .with("status", lead.status())
        .with("status_by", lead.statusBy())
        .with("spam_score", lead.spam().score())
        .with("spam_reasons", lead.spam().reasons())
        .with("form_name", lead.formName())
        .with("message", lead.message())
        .with("events", lead.events().size())
        .with("changed_at", lead.changedAt())
        .with("corrected", lead.corrected());
    if (lead.call() != null) {
      call(lead.call());
    }
    JourneyWriter.origin(leads, lead.origin());
    leads
        .with("content", lead.origin().content())
        .with("referrer", lead.origin().referrer())
        .with("click_id", lead.origin().clickId());
    progress(lead.progress());
    clocks(lead.clocks());
    for (UUID event : lead.events()) {
      if (told.add(event)) {
        events.row().with("event", event).with("lead", lead.id()).with("customer", lead.customer());
      }
    }
  }

  private void call(CallFacts call) {
    leads
        .with("direction", call.direction())
        .with("answered", call.answered())
        .with("voicemail", call.voicemail())
        .with("duration_s", call.durationSeconds())
        .with("recording_url", call.recordingUrl())
        .with("agent", call.agent())
        .with("tracking_number", call.trackingNumber());
  }

  private void progress(Progress progress) {
    leads
        .with("contacted_at", progress.at(Stage.CONTACTED))
        .with("qualified_at", progress.at(Stage.QUALIFIED))
        .with("quoted_at", progress.at(Stage.QUOTED))
        .with("won_at", progress.at(Stage.WON))
        .with("lost_at", progress.at(Stage.LOST))
        .with("quote_amount", progress.quote())
        .with("sale_amount", progress.sale())
        .with("currency", progress.currency());
  }

  private void clocks(Clocks clocks) {
    leads
        .with("capture_ms", clocks.capture())
        .with("pipeline_ms", clocks.pipeline())
        .with("write_ms", clocks.write())
        .with("delivery_ms", clocks.delivery())
        .with("touch_ms", clocks.touch())
        .with("touch_due_at", clocks.touchDueAt());
  }
}
