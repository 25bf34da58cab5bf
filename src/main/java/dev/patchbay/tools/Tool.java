package dev.patchbay.tools;

import java.util.List;

/**
 * A connection that keeps people.
 *
 * @param title its connector's
 * @param tells whether it tells of its people itself
 * @param swept whether what it holds is read again on a schedule
 * @param keeps the fields that we write there
 * @param erases whether it can be told to erase somebody
 */
public record Tool(
    String connection,
    String title,
    boolean tells,
    boolean swept,
    List<String> keeps,
    boolean erases) {}
