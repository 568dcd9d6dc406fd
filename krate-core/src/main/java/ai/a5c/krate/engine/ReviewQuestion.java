package ai.a5c.krate.engine;

import ai.a5c.krate.event.Source;
import ai.a5c.krate.event.TaskKind;
import ai.a5c.krate.match.NearestName;
import ai.a5c.krate.review.Moment;
import ai.a5c.krate.review.Narrowing;
import ai.a5c.krate.review.ReviewRequest;
import ai.a5c.krate.trust.Trust;
import ai.a5c.krate.validate.Faults;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A review that somebody asks for in JSON or YAML, read strictly: every fault at once, each with its path. */
public final class ReviewQuestion {

    private static final int LONGEST = 500;
    private static final int MOST_NAMES = 100;
    private static final List<String> MEMBERS = List.of(
            "organization",
            "repository",
            "branch",
            "sha",
            "actor",
            "agentStack",
            "source",
            "taskKind",
            "runnerPool",
            "trust",
            "moment",
            "tools",
            "skills",
            "mcpServers",
            "contextLabels",
            "writeBackTargets");

    private final Map<String, Object> document;
    private final Faults faults = new Faults();

    private ReviewQuestion(Map<String, Object> document) {
        this.document = document;
    }

    /**
     * The request in {@code document}; what it does not say is the least: untrusted work, asked for by hand, as a dry run.
     *
     * @param organization where it is asked; a document may name it, and no other
     * @param actor who asks where the document names nobody
     * @throws ai.a5c.krate.validate.InvalidDocumentException with every fault and its path
     * @throws RefusedException {@code CROSS_ORG_REF_DENIED} if the document names another organization
     */
    public static ReviewRequest read(Map<String, Object> document, String organization, String actor) {
        return new ReviewQuestion(document).read(organization, actor);
    }

    private ReviewRequest read(String organization, String actor) {
        for (String member : document.keySet()) {
            if (!MEMBERS.contains(member)) {
                faults.at(
                        member.matches("[A-Za-z0-9_-]{1,40}") ? "$." + member : "$",
                        "unknown field; known are %s%s"
                                .formatted(String.join(", ", MEMBERS), NearestName.hint(member, MEMBERS)));
            }
        }
        String asked = text("organization", organization);
        String stack = text("agentStack", "");
        if (stack.isEmpty()) {
            faults.at("$.agentStack", "required; expected the name of a stack");
        }
        String who = text("actor", actor);
        ReviewRequest request = new ReviewRequest(
                organization,
                text("repository", ""),
                Optional.of(text("branch", "")),
                Optional.of(text("sha", "")),
                who.isEmpty() ? actor : who,
                stack,
                word("source", Source.class, Source.MANUAL),
                word("taskKind", TaskKind.class, TaskKind.QUESTION),
                text("runnerPool", ""),
                word("trust", Trust.class, Trust.UNTRUSTED),
                word("moment", Moment.class, Moment.DRY_RUN),
                new Narrowing(
                        names("tools"),
                        names("skills"),
                        names("mcpServers"),
                        names("contextLabels"),
                        names("writeBackTargets")));
        faults.throwIfAny();
        if (!asked.equals(organization)) {
            throw new RefusedException("CROSS_ORG_REF_DENIED", "$.organization is not the one that is asked");
        }
        return request;
    }

    private String text(String member, String otherwise) {
        Object value = document.getOrDefault(member, otherwise);
        if (!(value instanceof String text)) {
            faults.at("$." + member, "expected text");
            return otherwise;
        }
        if (text.length() > LONGEST || text.chars().anyMatch(Character::isISOControl)) {
            faults.at("$." + member, "expected at most %d characters without control characters".formatted(LONGEST));
            return otherwise;
        }
        return text;
    }

    private Set<String> names(String member) {
        Object value = document.getOrDefault(member, List.of());
        if (value instanceof List<?> items
                && items.size() <= MOST_NAMES
                && items.stream().allMatch(item -> item instanceof String text && text.length() <= LONGEST)) {
            return items.stream().map(String::valueOf).collect(Collectors.toSet());
        }
        faults.at("$." + member, "expected a list of at most %d names".formatted(MOST_NAMES));
        return Set.of();
    }

    private <E extends Enum<E>> E word(String member, Class<E> type, E otherwise) {
        if (!document.containsKey(member)) {
            return otherwise;
        }
        List<String> words =
                Arrays.stream(type.getEnumConstants()).map(ReviewQuestion::word).toList();
        String given = document.get(member) instanceof String text ? text : "";
        int place = words.indexOf(given);
        if (place < 0) {
            faults.at("$." + member, "expected one of " + String.join(", ", words));
            return otherwise;
        }
        return type.getEnumConstants()[place];
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
