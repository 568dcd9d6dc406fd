package ai.a5c.krate.gitea.standin;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * One path and method of the stand-in's API.
 *
 * @param scope the part of a token's scope that it needs, such as {@code issue}; empty for none
 */
record StandInRoute(String method, Pattern path, String scope, Function<StandInCall, StandInAnswer> answer) {

    private static final String REPOSITORY = "/repos/acme/app";

    /** A route such as {@code GET /pulls/{index}} of the repository; {@code {}} stands for what varies. */
    static StandInRoute repository(
            String method, String template, String scope, Function<StandInCall, StandInAnswer> answer) {
        return of(method, REPOSITORY + template, scope, answer);
    }

    /** A route such as {@code GET /branches/} and whatever follows, slashes too. */
    static StandInRoute rest(
            String method, String beginning, String scope, Function<StandInCall, StandInAnswer> answer) {
        return new StandInRoute(method, Pattern.compile(Pattern.quote(REPOSITORY + beginning) + "(.+)"), scope, answer);
    }

    /** A route such as {@code GET /users/{}}. */
    static StandInRoute of(String method, String template, String scope, Function<StandInCall, StandInAnswer> answer) {
        String[] fixed = template.split("\\{}", -1);
        StringBuilder pattern = new StringBuilder(Pattern.quote(fixed[0]));
        for (int part = 1; part < fixed.length; part++) {
            pattern.append("([^/]+)").append(Pattern.quote(fixed[part]));
        }
        return new StandInRoute(method, Pattern.compile(pattern.toString()), scope, answer);
    }

    /** What stands in the variable places, if {@code asked} is this path. */
    Optional<List<String>> match(String asked) {
        Matcher matcher = path.matcher(asked);
        return matcher.matches()
                ? Optional.of(IntStream.rangeClosed(1, matcher.groupCount())
                        .mapToObj(matcher::group)
                        .toList())
                : Optional.empty();
    }

    /** As a token's scope names it: {@code read:issue}, {@code write:issue}. */
    String neededScope() {
        return (method.equals("GET") ? "read:" : "write:") + scope;
    }
}
