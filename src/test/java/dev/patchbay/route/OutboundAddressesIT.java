package dev.patchbay.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.delivery.Reply;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.hc.client5.http.DnsResolver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * No address of a destination leads to the hub's own network: a canary listens and hears nothing.
 */
class OutboundAddressesIT {

  private final RecordingServer canary = new RecordingServer();
  private final DefaultCamelContext context = new DefaultCamelContext();

  @AfterEach
  void stop() {
    context.stop();
    canary.close();
  }

  private static final List<String> HOSTS =
      List.of(
          "127.0.0.1",
          "127.0.0.2",
          "127.1",
          "127.0.1",
          "127.255.255.254",
          "2130706433",
          "0x7f000001",
          "0x7f.0.0.1",
          "0x7f.0x0.0x0.0x1",
          "0177.0.0.1",
          "0177.0.0.01",
          "017700000001",
          "127.0.0.1.",
          "0.0.0.0",
          "0",
          "[::1]",
          "[::]",
          "[0:0:0:0:0:0:0:1]",
          "[::ffff:127.0.0.1]",
          "[::ffff:7f00:1]",
          "[::127.0.0.1]",
          "[64:ff9b::127.0.0.1]",
          "[64:ff9b::7f00:1]",
          "[2002:7f00:1::]",
          "[fe80::1]",
          "[fd00::1]",
          "[fc00::1]",
          "[fd00:ec2::254]",
          "[ff02::1]",
          "localhost",
          "LOCALHOST",
          "localhost.localdomain",
          "localtest.example",
          "metadata.google.internal",
          "metadata",
          "instance-data",
          "169.254.169.254",
          "169.254.170.2",
          "2852039166",
          "0xa9fea9fe",
          "10.0.0.1",
          "10.1",
          "172.16.0.1",
          "172.31.255.254",
          "192.168.0.1",
          "192.168.1",
          "100.64.0.1",
          "100.100.100.200",
          "192.0.0.192",
          "198.18.0.1",
          "224.0.0.1",
          "240.0.0.1",
          "255.255.255.255",
          "rebind.example",
          "user:secret@127.0.0.1",
          "example.com@127.0.0.1",
          "127.0.0.1%23@127.0.0.1",
          "mixed.example",
          "nat64.example",
          "mapped.example");

  @Test
  void noneOfSixtyAddressesReachesTheCanary() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    OutboundHttp.install(context, Set.of(), names(asked), null);
    context.start();
    List<String> urls = new ArrayList<>();
    HOSTS.forEach(host -> urls.add("http://" + host + ":" + canary.port() + "/"));
    urls.add("https://127.0.0.1:" + canary.port() + "/");
    urls.add("https://localhost:" + canary.port() + "/");
    assertThat(urls).hasSizeGreaterThanOrEqualTo(60);
    for (String url : urls) {
      Exchange result = call(url);
      assertThat(result.getException() != null || Replies.of(result).failure() != null)
          .as(url)
          .isTrue();
    }
    assertThat(canary.requests).isEmpty();
  }

  @Test
  void saysWhyAndWhatToDo() {
    OutboundHttp.install(context, Set.of());
    context.start();
    Reply.Failure failure = Replies.of(call("http://127.0.0.1:" + canary.port() + "/")).failure();
    assertThat(failure).isNotNull();
    assertThat(failure.kind()).isEqualTo("address-refused");
    assertThat(failure.text()).contains("allowedHosts");
  }

  @Test
  void followsNoRedirect() {
    OutboundHttp.install(context, Set.of("127.0.0.1:" + canary.port()));
    context.start();
    for (int status : new int[] {301, 302, 303, 307, 308}) {
      canary.requests.clear();
      canary.status = status;
      canary.headers = Map.of("Location", "http://169.254.169.254/latest/meta-data");
      Reply reply = Replies.of(call("http://127.0.0.1:" + canary.port() + "/"));
      assertThat(reply.status()).isEqualTo(status);
      assertThat(canary.requests).hasSize(1);
    }
  }

  @Test
  void reachesWhatTheStackAllows() {
    OutboundHttp.install(context, Set.of("localhost:" + canary.port()));
    context.start();
    canary.answer = "{\"ok\":true}".getBytes(StandardCharsets.UTF_8);
    assertThat(Replies.of(call("http://localhost:" + canary.port() + "/")).body())
        .isEqualTo("{\"ok\":true}");
    assertThat(Replies.of(call("http://127.0.0.1:" + canary.port() + "/")).failure()).isNotNull();
  }

  private Exchange call(String url) {
    LastAnswer.clear();
    return context
        .createProducerTemplate()
        .send(
            url + "?throwExceptionOnFailure=false",
            exchange -> exchange.getMessage().setBody("secret"));
  }

  /** Names as an attacker's server would give them; a second answer differs from the first. */
  private static DnsResolver names(AtomicInteger asked) {
    return new DnsResolver() {
      @Override
      public InetAddress[] resolve(String host) throws UnknownHostException {
        return switch (host) {
          case "rebind.example" ->
              new InetAddress[] {
                InetAddress.getByName(asked.getAndIncrement() == 0 ? "127.0.0.1" : "10.0.0.1")
              };
          case "mixed.example" ->
              new InetAddress[] {
                InetAddress.getByName("127.0.0.1"), InetAddress.getByName("93.184.215.14")
              };
          case "nat64.example" -> new InetAddress[] {InetAddress.getByName("64:ff9b::7f00:1")};
          case "mapped.example" -> new InetAddress[] {InetAddress.getByName("::ffff:127.0.0.1")};
          case "metadata.google.internal", "metadata", "instance-data" ->
              new InetAddress[] {InetAddress.getByName("169.254.169.254")};
          case "localtest.example", "localhost.localdomain" ->
              new InetAddress[] {InetAddress.getByName("127.0.0.1")};
          default -> InetAddress.getAllByName(host);
        };
      }

      @Override
      public String resolveCanonicalHostname(String host) {
        return host;
      }
    };
  }
}
