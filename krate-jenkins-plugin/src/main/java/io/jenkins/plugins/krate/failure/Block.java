package io.jenkins.plugins.krate.failure;

/**
 * A block of a pipeline around a step.
 *
 * @param label its name; empty if it has none
 * @param branch whether it is a branch of a parallel step rather than a stage
 */
record Block(String label, boolean branch) {}
