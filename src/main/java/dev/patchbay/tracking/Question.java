package dev.patchbay.tracking;

import java.time.Instant;
import java.time.ZoneId;

/**
 * What all questions share.
 *
 * @param zone in which days begin
 * @param region of phone numbers written without a country, ISO 3166-1 alpha-2
 * @param now against which targets are held
 */
public record Question(ZoneId zone, String region, Instant now) {}
