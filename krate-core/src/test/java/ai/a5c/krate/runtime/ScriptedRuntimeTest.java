package ai.a5c.krate.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.a5c.krate.runtime.LaunchRequest.Limits;
import ai.a5c.krate.runtime.Setup.Origin.Mode;
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

    private final ScriptedRuntime world = world();

    /** The outside world of one test. */
    ScriptedRuntime world() {
        return new ScriptedRuntime();
    }

    @Override
    protected AgentRuntime runtime() {
        return world;
    }

    @Override
    protected LaunchRequest request(String launchKey, Play play, Trust trust, Setup setup) {
        String conversation = setup.origin()
                .map(origin -> origin.mode() == Mode.FORK ? "fork-" + launchKey : origin.agentSessionId())
                .orElse("new-" + launchKey);
        world.on(launchKey, script(play, conversation)).whenDecided(this::tell);
        return request(launchKey, trust, setup);
    }

    private static LaunchRequest request(String launchKey, Trust trust, Setup setup) {
        return new LaunchRequest(
                launchKey,
                "command",
                List.of("agent"),
                "",
                Path.of("."),
                Map.of(),
                trust,
                new Limits(Duration.ofMinutes(1), Duration.ofMinutes(1), 1_000_000),
                setup);
    }

    private void tell(Session session, Verdict verdict) {
        world.say(session, AgentEvent.Type.MESSAGE, verdict.allowed() ? "allow" : "deny", Map.of());
        world.end(session, Outcome.SUCCEEDED, "exited with status 0");
    }

    @Override
    protected int started(String launchKey) {
        return world.starts(launchKey);
    }

    @Override
    protected void letGo(Session session) {
        world.end(session, Outcome.SUCCEEDED, "exited with status 0");
    }

    @Override
    protected List<String> told(Session session) {
        return world.heard(session);
    }

    @Override
    protected boolean reach(boolean possible) {
        world.unreachable(!possible);
        return true;
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
        return request(launchKey, Trust.TRUSTED, Setup.PLAIN);
    }

    private static Script script(Play play, String conversation) {
        Script silent =
                Script.silent().say(AgentEvent.Type.STARTED, "session", Map.of(Detail.SESSION_ID, conversation));
        return switch (play) {
            case COUNT ->
                silent.say(AgentEvent.Type.MESSAGE, "one")
                        .say(AgentEvent.Type.MESSAGE, "two")
                        .say(AgentEvent.Type.MESSAGE, "three")
                        .end(Outcome.SUCCEEDED, "exited with status 0");
            case FAIL -> silent.say(AgentEvent.Type.MESSAGE, "broken").end(Outcome.FAILED, "exited with status 1");
            case HANG -> silent.say(AgentEvent.Type.MESSAGE, "waiting");
            case HOLD -> silent.say(AgentEvent.Type.MESSAGE, "holding");
            case ASK -> silent.say(AgentEvent.Type.QUESTION, "Bash make", Map.of(Detail.REQUEST_ID, "req-1"));
        };
    }
}
