package dev.patchbay.plan;

import dev.patchbay.connector.Category;
import dev.patchbay.connector.Connector;
import dev.patchbay.connector.OAuth2;
import dev.patchbay.connector.RateLimit;
import dev.patchbay.connector.Signature;
import dev.patchbay.connector.Source;
import dev.patchbay.connector.Sweep;
import dev.patchbay.credential.SignIn;
import dev.patchbay.diagnostic.Finding;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A configured instance of a connector.
 *
 * @param category what it is to the business: the stack's word, else the connector's
 * @param values every parameter that has a value, secrets resolved; never print it
 * @param fields the stack's overrides for field recognition: canonical field to the form's label
 * @param expectEvery how often something should be heard from it, or {@code null}
 * @param expectDuring when that holds, as written, or {@code null} for always
 * @param stopped why this connection cannot run (a missing secret, say), or {@code null}
 * @param laneConcurrency the stack's word on how many deliveries may be under way, or {@code null}
 *     for the sink's own
 * @param laneRateLimit the stack's word on how much is sent, or {@code null} for the sink's own
 */
public record PlannedConnection(
    String name,
    Connector connector,
    Category category,
    Map<String, String> values,
    Map<String, String> fields,
    @Nullable Duration expectEvery,
    @Nullable String expectDuring,
    @Nullable Finding stopped,
    @Nullable Integer laneConcurrency,
    @Nullable RateLimit laneRateLimit) {

  /** A connection that is what its connector says, with a lane as its sink says. */
  public PlannedConnection(
      String name,
      Connector connector,
      Map<String, String> values,
      Map<String, String> fields,
      @Nullable Duration expectEvery,
      @Nullable String expectDuring,
      @Nullable Finding stopped) {
    this(
        name,
        connector,
        connector.category(),
        values,
        fields,
        expectEvery,
        expectDuring,
        stopped,
        null,
        null);
  }

  /** The signature that holds for messages to this connection; empty when it has no source. */
  public Optional<Signature> signature() {
    Source source = connector.source();
    if (source == null) {
      return Optional.empty();
    }
    String name = source.signatureBy() == null ? null : values.get(source.signatureBy());
    return name == null
        ? source.signatures().values().stream().findFirst()
        : Optional.ofNullable(source.signatures().get(name));
  }

  /**
   * What this connection signs in with for an access token; empty when its connector needs none,
   * when the stack gives a token of its own, or when credentials are missing.
   */
  public Optional<SignIn> signIn() {
    OAuth2 oauth2 = connector.oauth2();
    if (oauth2 == null
        || values.containsKey(oauth2.token())
        || !values.keySet().containsAll(oauth2.parameters())) {
      return Optional.empty();
    }
    return Optional.of(
        new SignIn(
            name,
            URI.create(oauth2.tokenUrl(values)),
            oauth2.grant(),
            String.valueOf(values.get(oauth2.clientId())),
            oauth2.clientSecret() == null ? null : values.get(oauth2.clientSecret()),
            oauth2.credential() == null ? null : values.get(oauth2.credential()),
            oauth2.basic(),
            oauth2.lifetime(),
            oauth2.ahead()));
  }

  /** Whether its connector has a sweep and it has all that this needs. */
  public boolean isSwept() {
    Source source = connector.source();
    return source != null && source.sweep() != null && lacking().isEmpty();
  }

  /** Parameters that its connector's sweep needs and that it has not; none without a sweep. */
  List<String> lacking() {
    Source source = connector.source();
    Sweep sweep = source == null ? null : source.sweep();
    return sweep == null
        ? List.of()
        : sweep.needs().stream()
            .filter(
                name ->
                    !values.containsKey(name) && !(connector.isToken(name) && signIn().isPresent()))
            .toList();
  }

  /**
   * Whether there is a way at all by which it tells of events: not where only a sweep would, or
   * where webhooks come beside a sweep and it has no key to check them with.
   */
  public boolean isHeard() {
    Source source = connector.source();
    return source != null
        && (isSwept()
            || (source.kind() == Source.Kind.POLL
                ? source.kamelet() != null
                : keyless().isEmpty()));
  }

  /** Keys of webhooks, one of which it would need to be told by them; none where it has one. */
  public List<String> keyless() {
    Source source = connector.source();
    List<String> keys =
        source == null || source.sweep() == null
            ? List.of()
            : signature().map(Signature::keys).orElse(List.of());
    return keys.stream().allMatch(key -> values.getOrDefault(key, "").isBlank()) ? keys : List.of();
  }

  /** {@code toString} tells no values: secrets must not reach logs. */
  @Override
  public String toString() {
    return "PlannedConnection[" + name + ", " + connector.name() + "]";
  }
}
