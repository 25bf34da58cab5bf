package dev.patchbay.route;

import dev.patchbay.delivery.Reply;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;
import org.jspecify.annotations.Nullable;

/** Makes a fresh exchange of each attempt and runs the route with it. */
final class OutboxConsumer extends DefaultConsumer {

  private final Outlet outlet;
  private final @Nullable String sink;

  OutboxConsumer(
      OutboxEndpoint endpoint, Processor processor, Outlet outlet, @Nullable String sink) {
    super(endpoint, processor);
    this.outlet = outlet;
    this.sink = sink;
  }

  /** The sink whose deliveries it takes, or {@code null} for all. */
  @Nullable String sink() {
    return sink;
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    outlet.join(this);
  }

  @Override
  protected void doStop() throws Exception {
    outlet.leave(this);
    super.doStop();
  }

  /**
   * Runs the route once and says what came back.
   *
   * @param allowance how much of the answer is read, and how long it is waited for
   */
  Reply attempt(UUID delivery, String body, Allowance allowance) {
    LastAnswer.clear();
    allowance.hold();
    Exchange exchange = getEndpoint().createExchange();
    exchange.getMessage().setBody(body);
    exchange.getMessage().setHeader(Headers.DELIVERY_ID, delivery.toString());
    try {
      getProcessor().process(exchange);
    } catch (Exception e) {
      exchange.setException(e);
    }
    try {
      return Replies.of(exchange);
    } finally {
      Allowance.reset();
    }
  }
}
