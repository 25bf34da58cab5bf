package dev.patchbay.lead;

/**
 * What each attribution model credits one touch. The credits of all touches of a conversion sum to
 * exactly 1 in each model: they are multiples of 2^-20, which floating point adds without loss.
 */
public record Weights(
    double first,
    double last,
    double lastNonDirect,
    double linear,
    double timeDecay,
    double positionBased) {}
