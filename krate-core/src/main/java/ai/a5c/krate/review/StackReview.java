package ai.a5c.krate.review;

import static java.util.stream.Collectors.joining;

import ai.a5c.krate.review.Expansion.Ability;
import ai.a5c.krate.review.Expansion.Place;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The step about what a stack is made of: flaws, places, abilities of the runtime, the workspace. */
final class StackReview {

    private final Case known;
    private final Findings findings;

    StackReview(Case known, Findings findings) {
        this.known = known;
        this.findings = findings;
    }

    void run() {
        for (Flaw flaw : known.expansion().flaws()) {
            if (flaw.warns()) {
                findings.warn(flaw.code(), flaw.field(), flaw.message(), flaw.chain());
            } else {
                findings.add(flaw.code(), flaw.field(), flaw.message(), flaw.chain(), flaw.group());
            }
        }
        known.expansion()
                .exceedingRoles()
                .forEach((role, subagent) -> findings.add(new Suggestions(known).role(role, subagent)));
        if (known.moment().knowsWork()) {
            known.expansion().places().forEach(this::place);
            workspace();
        }
        known.expansion().abilities().forEach(this::ability);
    }

    private void place(Place place) {
        ReviewRequest request = known.request();
        if (!place.repositories().matches(request.repository())) {
            findings.add(
                    place.code(),
                    place.field().endsWith(".spec") ? place.field() + ".allowedRepositories" : place.field(),
                    "%s may not be used for repository '%s'; add the repository or do without it"
                            .formatted(place.what(), request.repository()),
                    place.chain(),
                    place.group());
        }
        if (!place.sources().isEmpty() && !place.sources().contains(request.source())) {
            findings.add(
                    place.code(),
                    place.field() + ".allowedSources",
                    "%s may not be used with events of source %s; add the source or do without it"
                            .formatted(place.what(), request.source().word()),
                    place.chain(),
                    place.group());
        }
    }

    private void workspace() {
        if (known.expansion().trustedWorkspaceOnly() && !known.request().isTrusted()) {
            findings.add(
                    ReasonCode.UNTRUSTED_SOURCE,
                    "AgentWorkspacePolicy.spec.trustTiers",
                    "the work is %s and workspace policy '%s' is for trusted work only; choose another policy"
                            .formatted(
                                    known.request().trust().name().toLowerCase(Locale.ROOT),
                                    known.expansion().stack().spec().workspacePolicyRef()),
                    known.path()
                            .chain("workspace policy "
                                    + known.expansion().stack().spec().workspacePolicyRef()),
                    "");
        }
    }

    private void ability(Ability ability) {
        Optional<Set<String>> able = known.facts().runtimeCapabilities();
        boolean poolUnknown = known.poolName().isEmpty() && !known.moment().knowsWork();
        if (poolUnknown || able.filter(words -> words.contains(ability.name())).isPresent()) {
            return;
        }
        String can = able.map(words -> words.isEmpty()
                        ? "can do nothing of the kind"
                        : "can do " + words.stream().sorted().collect(joining(", ")))
                .orElse("is not here");
        findings.add(
                ReasonCode.CAPABILITY_UNSUPPORTED,
                ability.field(),
                "'%s' is required and the runtime of runner pool '%s' %s; choose another pool or do without it"
                        .formatted(ability.name(), known.poolName(), can),
                ability.chain(),
                ability.group());
    }
}
