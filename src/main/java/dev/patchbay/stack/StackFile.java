package dev.patchbay.stack;

import dev.patchbay.diagnostic.Finding;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A stack file as its author wrote it; what is wrong in it is left out and told in the findings.
 *
 * @param file as the user named it
 * @param folder where it is
 * @param name of the stack
 * @param region default region of phone numbers
 * @param publicUrl the address vendors know us by, or {@code null}
 * @param identity who is who
 * @param leads how leads are counted
 * @param reportAt when the weekly report is told
 * @param keepPayloads how long processed messages keep what came, or {@code null} for good
 * @param connections by name, in the order written
 * @param flows by name, in the order written
 */
public record StackFile(
    String file,
    Path folder,
    String name,
    String region,
    ZoneId timezone,
    @Nullable URI publicUrl,
    List<String> allowedHosts,
    WrittenIdentity identity,
    WrittenLeads leads,
    WeekTime reportAt,
    @Nullable Duration keepPayloads,
    Map<String, WrittenConnection> connections,
    Map<String, WrittenFlow> flows,
    List<Finding> findings) {}
