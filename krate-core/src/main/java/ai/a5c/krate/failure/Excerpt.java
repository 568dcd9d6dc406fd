package ai.a5c.krate.failure;

import java.util.List;

/**
 * The lines of a log around a failure, of its own branch alone, cleaned but <em>not redacted</em>: whoever stores or shows them
 * redacts first.
 *
 * @param firstLine the number of the first of {@code lines} in the whole log, from 1
 * @param lines at most {@value #MOST_LINES}, of at most {@value #LONGEST_LINE} characters each
 */
public record Excerpt(long firstLine, List<String> lines) {

    static final int LINES_BEFORE = 4;
    static final int MOST_LINES = 20;
    static final int LONGEST_LINE = 400;
    static final int MOST_CHARACTERS = 4000;

    public Excerpt {
        lines = List.copyOf(lines);
    }
}
