package dev.patchbay.connector;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What Patchbay knows about one outside system: the capability sheet of one connector folder.
 *
 * @param name name of the folder, which stacks write after {@code connector:}
 * @param title name as the vendor writes it
 * @param category one of {@link Category}
 * @param parameters what a stack may put under {@code with:}, in sheet order
 * @param oauth2 how a connection gets its access token, or {@code null} when it has none to get
 * @param source how it tells us of events, or {@code null} when it never does
 * @param sinks how it can be told, by name in sheet order; the first that accepts an event takes it
 * @param folder reads the folder's other files
 */
public record Connector(
    String name,
    String title,
    Category category,
    String description,
    Map<String, String> links,
    @Nullable String checked,
    Map<String, Parameter> parameters,
    @Nullable OAuth2 oauth2,
    @Nullable Source source,
    Map<String, Sink> sinks,
    ConnectorFolder folder) {

  /**
   * Whether this parameter holds the access token, which Patchbay fills where the stack does not.
   */
  public boolean isToken(String parameter) {
    return oauth2 != null && oauth2.token().equals(parameter);
  }
}
