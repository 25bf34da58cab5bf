package dev.patchbay.web;

import dev.patchbay.connector.ConnectorFolder;
import dev.patchbay.connector.Source;
import dev.patchbay.plan.PlannedConnection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The scripts that connectors give to sites, each read once. */
final class SiteScripts {

  private final Map<ConnectorFolder, Optional<SiteScript>> read = new ConcurrentHashMap<>();

  /** The script of a connection, or {@code null} where its connector has none. */
  @Nullable SiteScript of(PlannedConnection connection) {
    Source source = connection.connector().source();
    String file = source == null ? null : source.script();
    if (file == null) {
      return null;
    }
    return read.computeIfAbsent(
            connection.connector().folder(), folder -> folder.read(file).map(SiteScript::new))
        .orElse(null);
  }
}
