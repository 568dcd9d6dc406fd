package ai.a5c.krate.outcome;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Tells an agent how to ask for what it may, at the end of its last message. */
public final class Guide {

    private static final Map<List<String>, String> MEMBERS = new LinkedHashMap<>();

    static {
        MEMBERS.put(
                List.of("pr-review"),
                "\"review\": {\"verdict\": \"comment\" or \"request-changes\", \"summary\": \"...\", \"comments\":"
                        + " [{\"path\": \"src/A.java\", \"line\": 3, \"side\": \"new\" or \"old\", \"body\": \"...\"}]}:"
                        + " a review of the pull request; lines are those of the file.");
        MEMBERS.put(
                List.of("label"), "\"labels\": {\"add\": [\"...\"], \"remove\": [\"...\"]}: labels of the work item.");
        MEMBERS.put(
                List.of("open-pr"),
                "\"pullRequest\": {\"title\": \"...\", \"body\": \"...\"}: what the pull request with your change says.");
        MEMBERS.put(
                List.of("commit-status"),
                "\"status\": {\"name\": \"tests\", \"state\": \"pending\", \"success\", \"failure\" or \"error\","
                        + " \"description\": \"...\"}: a status of the commit.");
        MEMBERS.put(
                List.of("workflow-rerun", "check-rerun"),
                "\"rerun\": {\"workflow\": 42, \"attempt\": 1} or {\"check\": \"context\", \"status\": 7}: another try of"
                        + " a build.");
    }

    private Guide() {}

    /** What an agent is told whose write-backs may be {@code actions}; empty if the block would be of no use to it. */
    public static Optional<String> of(Collection<String> actions) {
        String members = MEMBERS.entrySet().stream()
                .filter(member -> member.getKey().stream().anyMatch(actions::contains))
                .map(member -> "- " + member.getValue())
                .collect(Collectors.joining("\n"));
        return members.isEmpty() ? Optional.empty() : Optional.of("""
                        Your last message is shown to people as it is. You may end it with one fenced block of the language
                        krate-output that holds a JSON object; each member asks for something to be written, which a person
                        may have to approve. Leave out what you do not need:
                        """ + members);
    }
}
