package dev.patchbay.access;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A token as it is listed; its text is kept nowhere.
 *
 * @param scopes words of {@link Scope}
 * @param revokedAt since when it opens nothing, or {@code null}
 */
public record Token(
    UUID id,
    String name,
    List<String> scopes,
    Instant createdAt,
    String createdBy,
    @Nullable Instant revokedAt) {}
