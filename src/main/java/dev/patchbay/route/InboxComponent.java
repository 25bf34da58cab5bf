package dev.patchbay.route;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/**
 * The Camel component {@code inbox:}. {@code to: inbox:<connection>} stores a message and goes on
 * after its commit; {@code from: inbox:waiting} gives committed messages, batch by batch.
 */
@Component("inbox")
public final class InboxComponent extends DefaultComponent {

  @Override
  protected Endpoint createEndpoint(String uri, String name, Map<String, Object> parameters) {
    return new InboxEndpoint(uri, this, name);
  }
}
