package dev.patchbay.yaml;

/**
 * The finding kinds a {@link Shape} gives for one sort of file.
 *
 * @param unknownKey a key that is not in the shape
 * @param missingKey a required key that is not written
 * @param wrongType a value of another sort, such as a list for a text
 * @param badValue a value of the right sort that cannot be, such as {@code 5 minutes} for a
 *     duration
 */
public record KindNames(String unknownKey, String missingKey, String wrongType, String badValue) {}
