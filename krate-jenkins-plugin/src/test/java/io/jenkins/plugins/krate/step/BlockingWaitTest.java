package io.jenkins.plugins.krate.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.krate.engine.EngineException;
import io.jenkins.plugins.krate.engine.Phase;
import io.jenkins.plugins.krate.engine.RunView;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BlockingWaitTest {

    private final Deque<Object> answers = new ArrayDeque<>();
    private final List<String> log = new ArrayList<>();
    private final List<Duration> pauses = new ArrayList<>();
    private Instant now = Instant.EPOCH.plusSeconds(1_000);

    private Turn waited(Duration timeout) throws InterruptedException {
        Waiting rules = new Waiting(Goal.OVER, false, timeout, new Random(1));
        InstantSource clock = () -> now;
        return new BlockingWait(rules, this::ask, log::add, this::pause, clock).untilOver();
    }

    private RunView ask(Watch known) {
        Object answer = answers.remove();
        if (answer instanceof EngineException problem) {
            throw problem;
        }
        return new RunView("run-1", (Phase) answer, "", "", "", "", List.of(), "", List.of());
    }

    private void pause(Duration length, Watch known) {
        pauses.add(length);
        now = now.plus(length);
    }

    @Test
    void troubleOnTheWayIsWaitedOut() throws Exception {
        EngineException down = new EngineException(EngineException.Kind.UNAVAILABLE, "X", "down");
        answers.addAll(List.of(down, Phase.QUEUED, Phase.RUNNING, down, Phase.RUNNING, Phase.SUCCEEDED));
        Turn last = waited(Duration.ZERO);
        assertThat(last.next()).isInstanceOf(Turn.Finish.class);
        assertThat(pauses).hasSize(5);
        assertThat(log)
                .containsExactly(
                        "down; asking again.",
                        "Krate answers again.",
                        "Krate run run-1 is queued",
                        "Krate run run-1 is running",
                        "down; asking again.",
                        "Krate answers again.",
                        "Krate run run-1 succeeded");
    }

    @Test
    void theTimeoutEndsIt() throws Exception {
        answers.addAll(List.of(Phase.RUNNING, Phase.RUNNING, Phase.RUNNING, Phase.RUNNING, Phase.RUNNING));
        Turn last = waited(Duration.ofSeconds(5));
        assertThat(last.next())
                .isInstanceOfSatisfying(
                        Turn.GiveUp.class, gone -> assertThat(gone.cancel()).isTrue());
        assertThat(now).isEqualTo(Instant.EPOCH.plusSeconds(1_005));
    }

    @Test
    void whoeverInterruptsLearnsOfTheRun() {
        answers.add(Phase.RUNNING);
        List<String> known = new ArrayList<>();
        BlockingWait wait = new BlockingWait(
                new Waiting(Goal.OVER, false, Duration.ZERO, new Random(1)),
                this::ask,
                log::add,
                (length, watch) -> {
                    known.add(watch.run());
                    throw new InterruptedException("aborted");
                },
                InstantSource.system());
        assertThatThrownBy(wait::untilOver).isInstanceOf(InterruptedException.class);
        assertThat(known).containsExactly("run-1");
    }
}
