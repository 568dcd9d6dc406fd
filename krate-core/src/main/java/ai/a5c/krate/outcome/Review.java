package ai.a5c.krate.outcome;

import java.util.List;

/**
 * A review of a pull request.
 *
 * @param verdict {@code COMMENT} or {@code REQUEST_CHANGES}: an agent never approves
 */
public record Review(String verdict, String summary, List<Line> comments) {

    public Review {
        comments = List.copyOf(comments);
    }

    /**
     * A comment on one line of one file.
     *
     * @param line from 1, in the file as it is on that side
     * @param side {@code new} or {@code old}
     */
    public record Line(String path, int line, String side, String body) {}
}
