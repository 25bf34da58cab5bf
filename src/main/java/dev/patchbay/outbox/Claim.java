package dev.patchbay.outbox;

/**
 * Leave to enqueue straight into a lane's memory.
 *
 * @param token the lane's fencing token
 * @param moment the lane's count of releases when leave was given; tells whether rows of the same
 *     customer left its memory since
 * @param block whether a dead delivery holds those behind it
 */
public record Claim(long token, long moment, boolean block) {}
