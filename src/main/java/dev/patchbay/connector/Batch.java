package dev.patchbay.connector;

/**
 * How several deliveries go in one request: the requests made for each are equal but for one list,
 * and the lists are joined.
 *
 * @param size most deliveries in one request
 * @param list JSON pointer to the list in a request's body
 */
public record Batch(int size, String list) {}
