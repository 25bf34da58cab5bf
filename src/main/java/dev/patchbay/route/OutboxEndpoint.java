package dev.patchbay.route;

import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;
import org.jspecify.annotations.Nullable;

/** One {@code outbox:} address. */
final class OutboxEndpoint extends DefaultEndpoint {

  private final OutboxComponent component;
  private final String destination;
  private final @Nullable String sink;

  OutboxEndpoint(String uri, OutboxComponent component, String destination, @Nullable String sink) {
    super(uri, component);
    this.component = component;
    this.destination = destination;
    this.sink = sink;
  }

  @Override
  public Producer createProducer() {
    throw new UnsupportedOperationException(
        "to: outbox:%s cannot be sent to: deliveries are enqueued by the stack's flows; send the"
                .formatted(destination)
            + " message to inbox:<connection> instead");
  }

  @Override
  public Consumer createConsumer(Processor processor) throws Exception {
    OutboxConsumer consumer =
        new OutboxConsumer(this, processor, component.outlet(destination), sink);
    configureConsumer(consumer);
    return consumer;
  }
}
