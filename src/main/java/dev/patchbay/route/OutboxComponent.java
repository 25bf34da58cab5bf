package dev.patchbay.route;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/**
 * The Camel component {@code outbox:}. {@code from: outbox:<destination>} opens the lane of a
 * connection and gets its deliveries, attempt by attempt; the option {@code sink} takes those of
 * one sink only.
 */
@Component("outbox")
public final class OutboxComponent extends DefaultComponent {

  private final Map<String, Outlet> outlets = new ConcurrentHashMap<>();

  @Override
  protected Endpoint createEndpoint(
      String uri, String destination, Map<String, Object> parameters) {
    String sink = getAndRemoveParameter(parameters, "sink", String.class);
    return new OutboxEndpoint(uri, this, destination, sink);
  }

  /** The one outlet of a destination, which all routes that read it share. */
  Outlet outlet(String destination) {
    return outlets.computeIfAbsent(destination, name -> new Outlet(name, getCamelContext()));
  }
}
