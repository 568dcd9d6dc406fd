package ai.a5c.krate.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.a5c.krate.runtime.LaunchRequest.Limits;
import ai.a5c.krate.testkit.AgentRuntimeContract;
import ai.a5c.krate.testkit.ScriptedRuntime;
import ai.a5c.krate.testkit.ScriptedRuntime.Script;
import ai.a5c.krate.trust.Trust;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The scripted runtime behaves as the real ones do. */
class ScriptedRuntimeTest extends AgentRuntimeContract {

    private final ScriptedRuntime world = new ScriptedRuntime();

    @Override
    protected AgentRuntime runtime() {
        return world;
    }

    @Override
    protected LaunchRequest request(String launchKey, Play play, Trust trust) {
        world.on(launchKey, script(play));
        return request(launchKey, trust);
    }

    private static LaunchRequest request(String launchKey, Trust trust) {
        return new LaunchRequest(
                launchKey,
                "command",
                List.of("agent"),
                "",
                Path.of("."),
                Map.of(),
                trust,
                new Limits(Duration.ofMinutes(1), Duration.ofMinutes(1), 1_000_000));
    }

    @Override
    protected int started(String launchKey) {
        return world.starts(launchKey);
    }

    @Test
    void scriptsWithoutAKeyAreUsedInOrder() {
        world.next(Script.done("first")).next(Script.failed("second"));

        assertThat(end(launch("a")).outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(end(launch("b")).outcome()).isEqualTo(Outcome.FAILED);
        assertThat(world.requests()).extracting(LaunchRequest::launchKey).containsExactly("a", "b");
    }

    @Test
    void aRunningAgentCanBeToldWhatToSay() {
        Session session = world.next(Script.silent()).launch(unscripted("live"));
        world.say(session, AgentEvent.Type.PROGRESS, "looking", Map.of());
        world.end(session, Outcome.SUCCEEDED, "exited with status 0");

        Heard heard = hear(world, session, 0);

        assertThat(heard.events()).extracting(AgentEvent::text).containsExactly("looking");
        assertThat(heard.end().outcome()).isEqualTo(Outcome.SUCCEEDED);
    }

    @Test
    void aRefusalStartsNothing() {
        world.refuseNext("AgentNotFound", "install it");

        assertThatExceptionOfType(LaunchRefusedException.class)
                .isThrownBy(() -> launch("refused"))
                .withMessage("install it");
        assertThat(world.starts("refused")).isZero();
        assertThat(world.calls("refused")).isEqualTo(1);
    }

    @Test
    void allIsLostWhenTheHostDies() {
        Session session = launch("host");
        world.lose();

        assertThat(end(session).outcome()).isEqualTo(Outcome.LOST);
    }

    private Session launch(String launchKey) {
        return world.launch(unscripted(launchKey));
    }

    private Batch.End end(Session session) {
        return hear(world, session, 0).end();
    }

    private static LaunchRequest unscripted(String launchKey) {
        return request(launchKey, Trust.TRUSTED);
    }

    private static Script script(Play play) {
        Script silent = Script.silent();
        return switch (play) {
            case COUNT ->
                silent.say(AgentEvent.Type.MESSAGE, "one")
                        .say(AgentEvent.Type.MESSAGE, "two")
                        .say(AgentEvent.Type.MESSAGE, "three")
                        .end(Outcome.SUCCEEDED, "exited with status 0");
            case FAIL -> silent.say(AgentEvent.Type.MESSAGE, "broken").end(Outcome.FAILED, "exited with status 1");
            case HANG -> silent.say(AgentEvent.Type.MESSAGE, "waiting");
        };
    }
}
