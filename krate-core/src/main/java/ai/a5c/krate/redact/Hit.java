package ai.a5c.krate.redact;

/** A part of a text that must not be said, from {@code start} up to {@code end}. */
record Hit(int start, int end, String category) {}
