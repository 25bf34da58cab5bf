package dev.patchbay.access;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One row of the audit.
 *
 * @param seq its place, from 1 on without gaps
 * @param who a token's name, or where the caller sat
 * @param action such as {@code view}, {@code export} or {@code correct}
 * @param what the thing, by ids and never by what it says of people
 * @param why what the caller gave as reason, or {@code null} where none is asked for
 * @param records how many records were changed or seen
 */
public record AuditEntry(
    long seq,
    Instant at,
    String who,
    String action,
    String what,
    @Nullable String why,
    long records) {}
