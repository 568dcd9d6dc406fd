package io.jenkins.plugins.krate.engine;

import java.util.List;

/** Bounds texts and lists, so that no answer of a neighbour grows what a build keeps. */
public final class Texts {

    /** The longest name or code. */
    public static final int NAME = 300;
    /** The longest text for people. */
    public static final int TEXT = 8_000;
    /** The longest list. */
    public static final int MOST = 200;

    private Texts() {}

    /** {@code text} without control characters but tabs and line feeds, cut after {@code longest} characters. */
    public static String bounded(String text, int longest) {
        String clean = text.replaceAll("[\\p{Cntrl}&&[^\\t\\n]]", " ");
        if (clean.length() <= longest) {
            return clean;
        }
        int end = Character.isHighSurrogate(clean.charAt(longest - 2)) ? longest - 2 : longest - 1;
        return clean.substring(0, end) + "…";
    }

    /** One line of at most {@link #NAME} characters. */
    public static String name(String text) {
        return bounded(text.replaceAll("\\s+", " ").strip(), NAME);
    }

    /** At most {@link #TEXT} characters. */
    public static String text(String text) {
        return bounded(text, TEXT);
    }

    /** The first {@link #MOST} of {@code all}. */
    public static <T> List<T> few(List<T> all) {
        return List.copyOf(all.size() <= MOST ? all : all.subList(0, MOST));
    }
}
