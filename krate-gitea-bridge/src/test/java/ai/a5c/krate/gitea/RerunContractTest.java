package ai.a5c.krate.gitea;

import static ai.a5c.krate.gitea.GiteaStage.HEAD_OF_3;

import ai.a5c.krate.gitea.standin.StandInStatus;
import ai.a5c.krate.target.Mutation;
import ai.a5c.krate.target.WriteBackTarget;
import ai.a5c.krate.testkit.WriteBackTargetContract;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;

/**
 * What every target promises, of runs that are run again. A rerun carries no marker: in the contract each marker is another
 * run that has failed.
 */
class RerunContractTest {

    private static final Map<String, Long> BY_MARKER = Map.of("marker-1", 12L, "marker-2", 13L, "marker-11", 14L);

    private final GiteaStage stage = GiteaStage.head();
    private final Map<Long, StandInStatus> failures = new HashMap<>();

    @BeforeEach
    void fail() {
        BY_MARKER
                .values()
                .forEach(run -> failures.put(run, stage.work().failRun(run, HEAD_OF_3, "ci %d (push)".formatted(run))));
    }

    @AfterEach
    void close() {
        stage.close();
    }

    private int again() {
        return BY_MARKER.values().stream()
                .mapToInt(run -> (int) stage.work().attempts(run) - 1)
                .sum();
    }

    @Nested
    class OfWorkflows implements WriteBackTargetContract {

        @Override
        public WriteBackTarget target() {
            return stage.target();
        }

        @Override
        public Mutation mutation(String marker) {
            String run = Long.toString(BY_MARKER.getOrDefault(marker, 99L));
            return GiteaStage.mutation("workflow-rerun", run, "", "", "attempt", "1");
        }

        @Override
        public int effects() {
            return again();
        }
    }

    @Nested
    class OfChecks implements WriteBackTargetContract {

        @Override
        public WriteBackTarget target() {
            return stage.target();
        }

        @Override
        public Mutation mutation(String marker) {
            StandInStatus failure = Objects.requireNonNull(failures.get(BY_MARKER.getOrDefault(marker, 99L)));
            return GiteaStage.mutation(
                    "check-rerun", HEAD_OF_3, failure.context(), "", "status", Long.toString(failure.id()));
        }

        @Override
        public int effects() {
            return again();
        }
    }
}
