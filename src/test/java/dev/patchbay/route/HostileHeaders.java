package dev.patchbay.route;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Header names that steer Camel components when they get through. */
final class HostileHeaders {

  private static final List<String> PREFIXES =
      List.of(
          "CamelHttp",
          "CamelBean",
          "CamelExec",
          "CamelFile",
          "CamelSql",
          "CamelJdbc",
          "CamelMail",
          "CamelKafka",
          "kafka.",
          "mail.smtp.",
          "mail.smtps.",
          "org.apache.camel.",
          "sObject",
          "apex",
          "JMS",
          "breadcrumb");

  private static final List<String> REST =
      List.of(
          "Uri",
          "Method",
          "Path",
          "Query",
          "Name",
          "OVERRIDE_TOPIC",
          "host",
          "port",
          "user",
          "socks.host",
          "from");

  private HostileHeaders() {}

  /** Each name in several cases, with a value that would show. */
  static Map<String, Object> names() {
    Map<String, Object> names = new LinkedHashMap<>();
    for (String prefix : PREFIXES) {
      for (String rest : REST) {
        String name = prefix + rest;
        names.put(name, "http://127.0.0.1:1/hostile");
        names.put(name.toLowerCase(Locale.ROOT) + "-low", "hostile");
        names.put("X-" + name, "hostile");
      }
    }
    names.put("CamelHttpUri", "http://127.0.0.1:1/");
    names.put("Host", "evil.example");
    names.put("Authorization", "Bearer stolen");
    names.put("To", "evil@example.com");
    names.put("copyTo", "elsewhere");
    names.put("delete", "true");
    return names;
  }
}
