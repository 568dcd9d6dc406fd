package ai.a5c.krate.server.auth;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** One thing that a narrow token may do, for programs that need no more; a token without any is as wide as it says otherwise. */
public enum TokenScope {
    /** Read runs, their events, artifacts and approvals, and deliveries. */
    RUNS_READ("runs:read"),
    /** Ask for runs. */
    RUNS_DISPATCH("runs:dispatch"),
    /** Cancel runs. */
    RUNS_CANCEL("runs:cancel"),
    /** Answer approvals in its own name. */
    APPROVALS_DECIDE("approvals:decide"),
    /** Answer approvals for users of a Jenkins, whom identity mappings name. */
    JENKINS_USERS("jenkins:users");

    private final String word;

    TokenScope(String word) {
        this.word = word;
    }

    /** As people and programs write it. */
    public String word() {
        return word;
    }

    /** The scope of that word. */
    public static Optional<TokenScope> of(String word) {
        return Arrays.stream(values()).filter(scope -> scope.word.equals(word)).findFirst();
    }

    /**
     * The scopes of those words.
     *
     * @throws IllegalArgumentException if one is no scope
     */
    public static List<TokenScope> all(List<String> words) {
        return words.stream()
                .map(word -> of(word).orElseThrow(() -> new IllegalArgumentException("unknown scope; known are "
                        + Arrays.stream(values()).map(TokenScope::word).collect(Collectors.joining(", ")))))
                .distinct()
                .toList();
    }
}
