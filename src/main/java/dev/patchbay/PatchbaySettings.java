package dev.patchbay;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What a hub is started with, all under {@code patchbay.} in Spring's configuration.
 *
 * @param stack the stack file to run
 * @param data folder of the embedded database and of other state
 * @param db a {@code jdbc:postgresql://} address with user and password, or {@code null} for the
 *     embedded PostgreSQL
 * @param secretsKey 32 bytes in base64 that seal access tokens in the database, or {@code null} to
 *     keep a key in the data folder; hubs that share a database need the same one
 * @param database how the database is used
 * @param pipeline how messages are processed
 */
@ConfigurationProperties("patchbay")
public record PatchbaySettings(
    Path stack,
    @DefaultValue(".patchbay") Path data,
    @Nullable String db,
    @Nullable String secretsKey,
    @DefaultValue DatabaseUse database,
    @DefaultValue PipelineUse pipeline) {

  /**
   * How the database is used.
   *
   * @param allowUnsafe whether a database that may lose committed rows is used with a warning
   * @param connections most connections of this hub
   */
  public record DatabaseUse(
      @DefaultValue("false") boolean allowUnsafe, @DefaultValue("10") int connections) {}

  /**
   * How messages are processed.
   *
   * @param memory most waiting messages held in memory; of the others only their ids
   * @param sweepEvery how often the table is searched for messages that other hubs left behind
   */
  public record PipelineUse(
      @DefaultValue("16000") int memory, @DefaultValue("3s") Duration sweepEvery) {}

  /** Tells no database address: it may hold a password. */
  @Override
  public String toString() {
    return "PatchbaySettings[stack=" + stack + ", data=" + data + "]";
  }
}
