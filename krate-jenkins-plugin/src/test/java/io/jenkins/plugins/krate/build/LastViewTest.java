package io.jenkins.plugins.krate.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

class LastViewTest {

    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private Instant now = Instant.ofEpochSecond(1_000);
    private int made;

    private LastView<String> view(Executor executor) {
        InstantSource clock = () -> now;
        return new LastView<>("kept", executor, clock, Duration.ofSeconds(5), Duration.ofMillis(20));
    }

    private String make() {
        return "view " + ++made;
    }

    @Test
    void aViewIsMadeOnceWhileItIsFresh() {
        LastView<String> view = view(Runnable::run);
        assertThat(view.look(this::make)).isEqualTo(new LastView.Looked<>("view 1", false, 1_000_000));
        now = now.plusSeconds(4);
        assertThat(view.look(this::make).view()).isEqualTo("view 1");
        now = now.plusSeconds(1);
        assertThat(view.look(this::make).view()).isEqualTo("view 2");
        view.forget();
        assertThat(view.look(this::make).view()).isEqualTo("view 3");
    }

    @Test
    void whoeverLooksHasTheOldOneWhenTheNewOneTakesLong() {
        LastView<String> view = view(waiting::add);
        assertThat(view.look(this::make)).isEqualTo(new LastView.Looked<>("kept", true, 0));
        assertThat(view.look(this::make).stale()).isTrue();
        assertThat(waiting).as("one maker at a time").hasSize(1);
        waiting.remove().run();
        assertThat(view.look(this::make)).isEqualTo(new LastView.Looked<>("view 1", false, 1_000_000));
        now = now.plusSeconds(60);
        assertThat(view.look(this::make)).isEqualTo(new LastView.Looked<>("view 1", true, 1_000_000));
    }

    @Test
    void aViewThatCannotBeMadeIsTheOldOne() {
        LastView<String> view = view(Runnable::run);
        assertThat(view.look(() -> {
                    throw new IllegalStateException("broken");
                }))
                .isEqualTo(new LastView.Looked<>("kept", true, 0));
        assertThat(view.look(this::make).view()).isEqualTo("view 1");
    }

    @Test
    void whatWasBegunBeforeAnAnswerIsNotTakenForNew() {
        LastView<String> view = view(waiting::add);
        view.look(() -> "before the answer");
        view.forget();
        view.look(() -> "after the answer");
        waiting.removeLast().run();
        waiting.remove().run();
        assertThat(view.look(this::make).view()).isEqualTo("after the answer");
    }
}
