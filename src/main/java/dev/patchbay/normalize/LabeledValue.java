package dev.patchbay.normalize;

/** A field that a form wrote into a mail. */
record LabeledValue(String label, String value) {}
