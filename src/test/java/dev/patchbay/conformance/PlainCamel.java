package dev.patchbay.conformance;

import dev.patchbay.connector.Connector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** A Camel context with nothing of ours in it, for running Kamelets as other people would. */
final class PlainCamel implements AutoCloseable {

  private final CamelContext context = new DefaultCamelContext();
  private final ProducerTemplate template;
  private final Properties overrides = new Properties();
  private final Map<String, String> instances = new HashMap<>();

  PlainCamel() throws Exception {
    KameletComponent kamelets = context.getComponent("kamelet", KameletComponent.class);
    kamelets.setNoErrorHandler(true);
    // The client beneath repeats a 429 or 503 by itself; who repeats what is the caller's to
    // decide.
    for (String scheme : List.of("http", "https")) {
      context
          .getComponent(scheme, HttpComponent.class)
          .setHttpClientConfigurer(HttpClientBuilder::disableAutomaticRetries);
    }
    context.getPropertiesComponent().setOverrideProperties(overrides);
    context.start();
    template = context.createProducerTemplate();
  }

  /** One that has the Kamelets of all connectors. */
  static PlainCamel withAll() throws Exception {
    PlainCamel camel = new PlainCamel();
    for (Connector connector : ConnectorConformanceTest.connectors().toList()) {
      camel.load(connector);
    }
    return camel;
  }

  /** Loads a connector's Kamelet files. */
  void load(Connector connector) throws Exception {
    for (String file : connector.folder().files()) {
      if (file.endsWith("-sink.kamelet.yaml")) {
        String text = connector.folder().read(file).orElseThrow();
        String name = file.substring(file.lastIndexOf('/') + 1);
        PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString(name, text));
      }
    }
  }

  /** Names of the properties a Kamelet file declares. */
  static java.util.Set<String> properties(Path file) throws java.io.IOException {
    Map<String, Object> kamelet =
        new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(file));
    return at(at(at(kamelet, "spec"), "definition"), "properties").keySet();
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> at(Map<String, Object> map, String key) {
    return (Map<String, Object>) map.get(key);
  }

  /** Sends a body through an instance of a sink Kamelet, one for the same properties. */
  Exchange send(String kamelet, Map<String, String> properties, String body) {
    String id =
        instances.computeIfAbsent(
            kamelet + new TreeMap<>(properties), key -> instance(kamelet, properties));
    return template.send(
        "kamelet:" + kamelet + "/" + id,
        exchange -> {
          exchange.getMessage().setBody(body);
          exchange.getMessage().setHeader("patchbay-delivery-id", "delivery-1");
          exchange.getMessage().setHeader("X-Left-Over", "must not be sent on");
        });
  }

  private String instance(String kamelet, Map<String, String> properties) {
    String id = "case" + (instances.size() + 1);
    properties.forEach(
        (name, value) ->
            overrides.setProperty("camel.kamelet." + kamelet + "." + id + "." + name, value));
    return id;
  }

  @Override
  public void close() {
    context.stop();
  }
}
