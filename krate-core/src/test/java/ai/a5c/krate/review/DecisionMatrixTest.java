package ai.a5c.krate.review;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.kind.agents.AgentStack;
import ai.a5c.krate.trust.Trust;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The decision matrix, a test a cell. */
class DecisionMatrixTest {

    private static final String GATEWAY = Given.POOL.replace("{ max", "{ runtime: agent-mux, max");

    private static final String FOREIGN =
            """
            apiVersion: krate.a5c.ai/v1alpha1
            kind: AgentStack
            metadata: { name: fix, namespace: other }
            spec: %s
            """.formatted(Given.STACK.replace("{ base", "{ organizationRef: other, base"));

    @ParameterizedTest(name = "{0} at {1}")
    @MethodSource("cells")
    void everyCellHolds(String row, Moment moment, Consumer<Given> breaks, String expected) {
        Given given = new Given();
        assertThat(given.at(moment).decision()).isEqualTo(Decision.ALLOWED);
        breaks.accept(given);
        PermissionReview review = given.at(moment);
        List<String> found = new ArrayList<>(List.of(review.decision().name()));
        review.reasons().forEach(reason -> found.add(reason.code().code()));
        assertThat(String.join(" ", found)).isEqualTo(expected);
    }

    static Stream<Arguments> cells() {
        List<Arguments> cells = new ArrayList<>();
        row(
                cells,
                "runtime service account missing",
                given -> given.runtime = Optional.empty(),
                all("DENIED MissingRuntimeIdentity"));
        row(
                cells,
                "runner service account missing",
                given -> given.runner = Optional.empty(),
                all("DENIED MissingRunnerIdentity"));
        row(
                cells,
                "runner service account missing behind an external gateway",
                given -> {
                    given.pool(GATEWAY);
                    given.runner = Optional.empty();
                },
                List.of(
                        "ALLOWED MissingRunnerIdentity",
                        "DENIED MissingRunnerIdentity",
                        "DENIED MissingRunnerIdentity",
                        "ALLOWED MissingRunnerIdentity"));
        row(cells, "no grant", given -> given.grants.clear(), all("DENIED MissingSecretGrant"));
        row(
                cells,
                "grant exists, key missing",
                given -> given.secrets = List.of(new SecretFact("acme", "model", Set.of("other"), "v1")),
                all("DENIED SecretKeyMissing"));
        row(cells, "grant exists, secret missing", given -> given.secrets = List.of(), all("DENIED SecretMissing"));
        row(
                cells,
                "grant for trusted work, ref untrusted",
                given -> given.trust = Trust.UNTRUSTED,
                work("ALLOWED", "DENIED UntrustedSource"));
        row(
                cells,
                "grant with approval for untrusted refs, ref untrusted",
                given -> {
                    given.trust = Trust.MEMBER;
                    given.onlyGrant(with("allowUntrusted: true, requiredApproval: on-untrusted-ref"));
                },
                work("ALLOWED", "REQUIRES_APPROVAL ApprovalRequired"));
        row(
                cells,
                "approval required for the secret",
                given -> given.onlyGrant(with("requiredApproval: always")),
                work("ALLOWED ApprovalRequired", "REQUIRES_APPROVAL ApprovalRequired"));
        row(
                cells,
                "secret rotated",
                given -> given.secrets = List.of(new SecretFact("acme", "model", Set.of("api-key"), "v2")),
                all("ALLOWED"));
        row(
                cells,
                "cross-organization reference to a stack",
                given -> given.stack = Optional.of((AgentStack) Given.apply(FOREIGN)),
                all("DENIED MissingStack"));
        return cells.stream();
    }

    private static void row(List<Arguments> cells, String name, Consumer<Given> breaks, List<String> expected) {
        for (Moment moment : Moment.values()) {
            cells.add(Arguments.of(
                    name,
                    moment,
                    breaks,
                    expected.get(Arrays.asList(Moment.values()).indexOf(moment))));
        }
    }

    private static List<String> all(String expected) {
        return Arrays.stream(Moment.values()).map(moment -> expected).toList();
    }

    private static List<String> work(String whenSaved, String otherwise) {
        return List.of(whenSaved, otherwise, otherwise, otherwise);
    }

    static String with(String conditions) {
        return Given.GRANT.replace("purpose:", conditions + ", purpose:");
    }
}
