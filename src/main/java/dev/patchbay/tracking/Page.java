package dev.patchbay.tracking;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some rows of a list.
 *
 * @param next where the next page begins, opaque; {@code null} when there is none
 */
public record Page<T>(List<T> rows, @Nullable String next) {}
