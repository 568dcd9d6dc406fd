package ai.a5c.krate.failure;

import ai.a5c.krate.failure.detect.Finding;
import ai.a5c.krate.failure.detect.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A finding that may turn out to be the failure, with the lines around it; bounded in all its parts. */
final class Candidate {

    private static final int LONGEST_MESSAGE = 600;

    private final Finding finding;
    private final long line;
    private final String stage;
    private final long firstLine;
    private final List<String> excerpt = new ArrayList<>();
    private final StringBuilder message = new StringBuilder();
    private Optional<Place> place;
    private int characters;

    Candidate(Finding finding, long line, String stage, List<String> before, long firstLine) {
        this.finding = finding;
        this.line = line;
        this.stage = stage;
        this.firstLine = firstLine;
        this.place = finding.place();
        before.forEach(this::follow);
        detail(finding.message());
    }

    Finding finding() {
        return finding;
    }

    long line() {
        return line;
    }

    String stage() {
        return stage;
    }

    String message() {
        return message.toString();
    }

    Optional<Place> place() {
        return place;
    }

    Excerpt excerpt() {
        int end = excerpt.size();
        while (end > 0 && excerpt.get(end - 1).isBlank()) {
            end--;
        }
        return new Excerpt(firstLine, excerpt.subList(0, end));
    }

    void follow(String text) {
        if (excerpt.size() < Excerpt.MOST_LINES && characters < Excerpt.MOST_CHARACTERS) {
            String cut = cut(text, Excerpt.LONGEST_LINE);
            excerpt.add(cut);
            characters += cut.length();
        }
    }

    void detail(String text) {
        String told = text.strip();
        int room = LONGEST_MESSAGE - message.length();
        if (!told.isEmpty() && room > 1) {
            message.append(message.length() == 0 ? "" : " ").append(cut(told, room - 1));
        }
    }

    void place(Place found) {
        if (place.isEmpty()) {
            place = Optional.of(found);
        }
    }

    static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
        return text.substring(0, end);
    }
}
