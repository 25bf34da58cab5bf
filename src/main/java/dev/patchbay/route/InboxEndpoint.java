package dev.patchbay.route;

import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;

/** One {@code inbox:} address. */
final class InboxEndpoint extends DefaultEndpoint {

  private final String name;

  InboxEndpoint(String uri, InboxComponent component, String name) {
    super(uri, component);
    this.name = name;
  }

  @Override
  public Producer createProducer() {
    return new InboxProducer(this, name);
  }

  @Override
  public Consumer createConsumer(Processor processor) throws Exception {
    if (!name.equals("waiting")) {
      throw new IllegalArgumentException(
          "from: inbox:%s cannot be read: committed messages come from inbox:waiting"
              .formatted(name));
    }
    InboxConsumer consumer = new InboxConsumer(this, processor);
    configureConsumer(consumer);
    return consumer;
  }
}
