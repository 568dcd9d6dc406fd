package ai.a5c.krate.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.gitea.GiteaSource;
import ai.a5c.krate.json.Json;
import ai.a5c.krate.review.Decision;
import ai.a5c.krate.review.PermissionReviewer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openjdk.jmh.runner.RunnerException;

/** That Krate and its peers are asked the same and answer the same, and that all benchmarks run; not how fast. */
class BenchmarksIT {

    @ParameterizedTest
    @EnumSource
    void everyEngineFindsTheSameThreeRules(Shape shape) {
        SourceEvent event = shape.event();
        Map<String, Object> members = EventMembers.of(event);
        for (int count : new int[] {10, 100, 1_000}) {
            List<Ask> asks = shape.asks(count);
            List<String> found = new KrateRules(asks).matching(event);
            assertThat(asks).hasSize(count);
            assertThat(found).hasSize(3);
            assertThat(new LinearRules(asks).matching(event)).isEqualTo(found);
            assertThat(new RulerRules(asks).matching(RulerRules.event(members)))
                    .containsExactlyInAnyOrderElementsOf(found);
            assertThat(new CelRules(asks).matching(members)).isEqualTo(found);
        }
    }

    @Test
    void theDeliveryHasEightKibibytesAndFitsThreeRulesAsItIs() {
        byte[] body = Payloads.body();
        SourceEvent event =
                new GiteaSource().read(Payloads.delivery(body)).event().orElseThrow();
        assertThat(body).hasSize(8 * 1024);
        assertThat(new KrateRules(Shape.LABELS.asks(100)).matching(event)).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "model", "server-1", "skill-4", "other-3"})
    void everyEngineAllowsAndDeniesTheSameStack(String revoked) {
        TypicalStack stack = new TypicalStack(10);
        stack.revoke(revoked);
        boolean allowed = revoked.isEmpty() || revoked.startsWith("other");
        assertThat(TypicalStack.needs()).hasSize(12);
        assertThat(PermissionReviewer.review(TypicalStack.request(), stack.facts())
                        .decision())
                .isEqualTo(allowed ? Decision.ALLOWED : Decision.DENIED);
        assertThat(new CasbinGrants(stack.permits()).isAllowed()).isEqualTo(allowed);
        assertThat(new CedarGrants(stack.permits()).isAllowed()).isEqualTo(allowed);
    }

    @Test
    void everyBenchmarkRunsAndHasItsPlaceInTheTables() throws RunnerException {
        List<String> done = new ArrayList<>();
        List<Figure> figures = Decisions.measure(Plan.SMOKE, done::add);
        assertThat(done).hasSameSizeAs(Plan.SMOKE.runs());
        assertThat(figures)
                .hasSize(40)
                .allSatisfy(figure -> assertThat(figure.wall()).isPositive());
        assertThat(Tables.of(figures, Plan.SMOKE)).contains("| rules differ by |", "| cedar |");
        assertThat(Json.readObject(Decisions.json(figures))).containsKeys("java", "figures");
    }
}
