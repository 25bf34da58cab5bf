package dev.patchbay.lead;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is known of one customer; or, without a customer, everything that was told of one
 * thing, such as the call of a withheld number.
 *
 * @param customer whose it is, or {@code null}
 * @param known who that is
 * @param events in any order
 * @param corrections what people said of these events, in any order
 */
public record History(
    @Nullable UUID customer, Known known, List<Happening> events, List<Correction> corrections) {}
