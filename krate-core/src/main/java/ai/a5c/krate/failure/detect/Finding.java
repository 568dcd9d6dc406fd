package ai.a5c.krate.failure.detect;

import java.util.Optional;

/**
 * What a tool says is wrong.
 *
 * @param tool whose word it is
 * @param subject the test, task or module; empty if none is named
 * @param message the tool's own words, in one line
 */
public record Finding(Tool tool, Cause cause, Rank rank, String subject, String message, Optional<Place> place) {

    static Finding of(Tool tool, Cause cause, Rank rank, String message) {
        return new Finding(tool, cause, rank, "", message.strip(), Optional.empty());
    }

    static Finding at(Tool tool, Cause cause, Place place, String message) {
        return new Finding(tool, cause, Rank.PLACED, "", message.strip(), Optional.of(place));
    }

    static Finding test(Tool tool, String test, String message) {
        return new Finding(tool, Cause.TEST, Rank.PLACED, test, message.strip(), Optional.empty());
    }
}
