package dev.patchbay.route;

import java.time.Duration;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.component.http.HttpMethods;
import org.apache.camel.spi.TypeConverterRegistry;
import org.apache.camel.support.SimpleTypeConverter;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.DefaultSchemePortResolver;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.DefaultHttpClientConnectionOperator;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.config.RegistryBuilder;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.pool.PoolReusePolicy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * The one configuration of outgoing HTTP: public addresses only, no redirects, no retries, no
 * cookies, bounded answers, bounded pools.
 */
public final class OutboundHttp implements HttpClientConfigurer {

  /** Of a socket; how long a whole exchange takes at most is said by {@link Allowance}. */
  private static final Duration SILENCE = Duration.ofMinutes(2);

  private static final Timeout CONNECT = Timeout.ofSeconds(10);
  private static final int CONNECTIONS_PER_HOST = 32;
  private static final int CONNECTIONS = 512;

  private final GuardedDialing dialing;
  private final BoundedExchange bounds;
  private final @Nullable ExecChainHandler recorder;
  private final @Nullable SignedInConnections signedIn;
  private final @Nullable RequestSigning signing;

  private OutboundHttp(
      Set<String> allowedHosts,
      DnsResolver names,
      @Nullable ExecChainHandler recorder,
      @Nullable SignedInConnections signedIn,
      @Nullable RequestSigning signing) {
    this.dialing = new GuardedDialing(new AddressRules(allowedHosts), names);
    this.bounds = new BoundedExchange(dialing);
    this.recorder = recorder;
    this.signedIn = signedIn;
    this.signing = signing;
  }

  /** A client for requests that no route makes. */
  static CloseableHttpClient client(Set<String> allowedHosts) {
    OutboundHttp http =
        new OutboundHttp(allowedHosts, SystemDefaultDnsResolver.INSTANCE, null, null, null);
    HttpClientBuilder builder = HttpClientBuilder.create().setConnectionManager(http.connections());
    http.configureHttpClient(builder);
    return builder.build();
  }

  /**
   * Configures {@code http:} and {@code https:} of a context; addresses made before keep theirs.
   *
   * @param allowedHosts hosts outside the public internet that may be called, {@code host} or
   *     {@code host:port}
   */
  public static void install(CamelContext context, Set<String> allowedHosts) {
    install(context, allowedHosts, SystemDefaultDnsResolver.INSTANCE, null);
  }

  /**
   * As the public one.
   *
   * @param names resolves host names
   * @param recorder answers in place of the network, or {@code null}
   */
  static void install(
      CamelContext context,
      Set<String> allowedHosts,
      DnsResolver names,
      @Nullable ExecChainHandler recorder) {
    SignedInConnections signedIn =
        context.getRegistry().findSingleByType(SignedInConnections.class);
    RequestSigning signing = context.getRegistry().findSingleByType(RequestSigning.class);
    for (String scheme : Set.of("http", "https")) {
      OutboundHttp http = new OutboundHttp(allowedHosts, names, recorder, signedIn, signing);
      HttpComponent component = context.getComponent(scheme, HttpComponent.class);
      component.setHttpClientConfigurer(http);
      component.setClientConnectionManager(http.connections());
      component.setRedirectHandlingDisabled(true);
    }
    readMethods(context.getTypeConverterRegistry());
  }

  /** Without this, Camel searches all its converters for each request: 0.1 ms on a fast machine. */
  private static void readMethods(TypeConverterRegistry converters) {
    if (converters.lookup(HttpMethods.class, String.class) == null) {
      converters.addTypeConverter(
          HttpMethods.class,
          String.class,
          new SimpleTypeConverter(
              false, (type, exchange, value) -> HttpMethods.valueOf(value.toString())));
    }
  }

  @Override
  public void configureHttpClient(HttpClientBuilder builder) {
    builder.disableAutomaticRetries();
    builder.disableRedirectHandling();
    builder.disableCookieManagement();
    builder.disableAuthCaching();
    builder.setUserAgent("Patchbay/" + version());
    builder.setDefaultRequestConfig(
        RequestConfig.custom()
            .setRedirectsEnabled(false)
            .setProtocolUpgradeEnabled(false)
            .setConnectionRequestTimeout(CONNECT)
            .setResponseTimeout(Timeout.of(SILENCE))
            .build());
    builder.addExecInterceptorFirst("patchbay-bounds", bounds);
    if (signedIn != null) {
      builder.addExecInterceptorFirst("patchbay-tokens", signedIn);
    }
    if (signing != null) {
      builder.addExecInterceptorFirst("patchbay-signatures", signing);
    }
    if (recorder != null) {
      builder.addExecInterceptorAfter(ChainElement.PROTOCOL.name(), "patchbay-recorder", recorder);
    }
  }

  private HttpClientConnectionManager connections() {
    DefaultHttpClientConnectionOperator operator =
        new DefaultHttpClientConnectionOperator(
            dialing,
            DefaultSchemePortResolver.INSTANCE,
            dialing,
            RegistryBuilder.<TlsSocketStrategy>create()
                .register("https", DefaultClientTlsStrategy.createDefault())
                .build());
    PoolingHttpClientConnectionManager pool =
        new PoolingHttpClientConnectionManager(
            operator,
            PoolConcurrencyPolicy.STRICT,
            PoolReusePolicy.LIFO,
            TimeValue.ofMinutes(5),
            null);
    pool.setMaxTotal(CONNECTIONS);
    pool.setDefaultMaxPerRoute(CONNECTIONS_PER_HOST);
    pool.setDefaultConnectionConfig(
        ConnectionConfig.custom()
            .setConnectTimeout(CONNECT)
            .setSocketTimeout(Timeout.of(SILENCE))
            .setValidateAfterInactivity(TimeValue.ofSeconds(1))
            .build());
    pool.setDefaultSocketConfig(
        SocketConfig.custom().setSoTimeout(Timeout.of(SILENCE)).setTcpNoDelay(true).build());
    return pool;
  }

  private static String version() {
    String version = OutboundHttp.class.getPackage().getImplementationVersion();
    return version == null ? "dev" : version;
  }
}
