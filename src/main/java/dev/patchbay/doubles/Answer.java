package dev.patchbay.doubles;

import java.util.Map;

/**
 * What a double answers.
 *
 * @param body as text; empty when there is none
 */
public record Answer(int status, Map<String, String> headers, String body) {}
