package io.jenkins.plugins.krate.step;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** When a post-build step dispatches. */
enum Occasion {
    FAILURE("The build failed", "FAILURE"),
    UNSTABLE("The build failed or is unstable", "FAILURE UNSTABLE"),
    ALWAYS("Always", "SUCCESS UNSTABLE FAILURE NOT_BUILT ABORTED");

    private final String title;
    private final String results;

    Occasion(String title, String results) {
        this.title = title;
        this.results = results;
    }

    /** The occasion of a word; failure if there is none of it. */
    static Occasion of(String word) {
        return Arrays.stream(values())
                .filter(occasion -> occasion.word().equals(word))
                .findFirst()
                .orElse(FAILURE);
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    String title() {
        return title;
    }

    /** Whether it is an occasion when a build ends with {@code result}, in the words of Jenkins. */
    boolean isOn(String result) {
        return List.of(results.split(" ")).contains(result);
    }
}
