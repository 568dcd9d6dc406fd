package io.jenkins.plugins.krate.engine.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jenkins.plugins.krate.engine.EngineException;
import io.jenkins.plugins.krate.engine.EngineException.Kind;
import io.jenkins.plugins.krate.engine.Phase;
import io.jenkins.plugins.krate.engine.RunView;
import io.jenkins.plugins.krate.standin.Reply;
import io.jenkins.plugins.krate.standin.StandInServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostileServerTest extends AtServer {

    private EngineException dispatching(RemoteEngine asking) {
        return catchThrowableOfType(EngineException.class, () -> asking.dispatch(ORDER));
    }

    @ParameterizedTest
    @EnumSource(names = {"SILENCE", "STALL"})
    void whoeverDoesNotAnswerInTimeIsGivenUp(Reply.Kind kind) {
        server.order("POST", Reply.broken(kind));
        EngineException late = dispatching(engine(Duration.ofSeconds(1)));
        assertThat(late).hasMessage("Krate at %s did not answer within 1 s".formatted(server.url()));
        assertThat(late.code()).isEqualTo("TIMED_OUT");
        assertThat(late.mayPass()).isTrue();
    }

    @Test
    void aLostConnectionMayPass() {
        server.order("POST", Reply.broken(Reply.Kind.HANG_UP));
        EngineException lost = dispatching(engine);
        assertThat(lost.getMessage()).startsWith("Krate at %s cannot be reached".formatted(server.url()));
        assertThat(lost.mayPass()).isTrue();
        assertThat(server.asked()).as("nothing is sent again behind our back").hasSize(1);
    }

    @Test
    void whatWasDoneBeforeTheConnectionWasLostIsFoundUnderItsKey() {
        server.order("POST", Reply.broken(Reply.Kind.LOST));
        assertThat(dispatching(engine).mayPass()).isTrue();
        assertThat(engine.dispatch(ORDER).id()).isEqualTo("run-1");
        assertThat(server.answers().dispatched()).containsExactly("run-1");
    }

    @Test
    void nothingAtTheAddressMayPass() {
        server.close();
        EngineException nobody = dispatching(engine);
        assertThat(nobody.code()).isEqualTo("NO_CONNECTION");
        assertThat(nobody.mayPass()).isTrue();
    }

    @Test
    void anAnswerWithoutEndIsHungUpOn() {
        server.order("POST", Reply.broken(Reply.Kind.ENDLESS));
        EngineException large = dispatching(engine);
        assertThat(large.code()).isEqualTo("TOO_LARGE");
        assertThat(large.mayPass()).isFalse();
    }

    @Test
    void anArtifactBeyondTheBoundIsRefused() {
        server.answers().run("run-1", "succeeded", "run-1-1-patch");
        server.answers().artifact("run-1-1-patch", "x".repeat(4 * 1024 * 1024));
        assertThat(engine.artifact("run-1", "patch")).hasSize(4 * 1024 * 1024);
        server.answers().artifact("run-1-1-patch", "x".repeat(4 * 1024 * 1024 + 1));
        assertThatThrownBy(() -> engine.artifact("run-1", "patch"))
                .isInstanceOfSatisfying(
                        EngineException.class, e -> assertThat(e.code()).isEqualTo("TOO_LARGE"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>log in</html>",
                "[]",
                "null",
                "{}",
                "{\"metadata\":{\"name\":7},\"status\":{\"phase\":\"queued\"}}",
                "{\"metadata\":{\"name\":\"run-1\"},\"status\":{\"phase\":[]}}",
                "{\"metadata\":[],\"status\":{\"phase\":\"queued\"}}",
                "{\"metadata\":{\"name\":\"run-1\"},\"status\":{\"phase\":\"queued\",\"artifacts\":[1]}}",
                "{\"metadata\":{\"name\":\"run-1\"},\"status\":{\"phase\":\"queued\",\"terminalReason\":\"x\"}}"
            })
    void whatIsNoAnswerOfKrateIsRefused(String body) {
        server.order("POST", Reply.text(200, "application/json", body));
        EngineException unusable = dispatching(engine);
        assertThat(unusable.code()).isEqualTo("NOT_KRATE");
        assertThat(unusable.getMessage()).contains("krate-server");
    }

    @ParameterizedTest
    @CsvSource({
        "400,REFUSED", "401,UNAUTHENTICATED", "403,REFUSED", "404,NOT_FOUND", "409,REFUSED", "410,NOT_FOUND",
        "413,REFUSED", "422,REFUSED", "429,UNAVAILABLE", "500,UNAVAILABLE", "502,UNAVAILABLE", "503,UNAVAILABLE"
    })
    void everyStatusHasItsKind(int status, Kind kind) {
        server.order("POST", Reply.error(status, "CODE", "why"));
        EngineException refused = dispatching(engine);
        assertThat(refused.kind()).isEqualTo(kind);
        assertThat(refused).hasMessage("Krate at %s: why".formatted(server.url()));
        server.order("POST", Reply.text(status, "text/html", "<html>"));
        assertThat(dispatching(engine)).hasMessage("Krate at %s: it answered %d".formatted(server.url(), status));
    }

    @ParameterizedTest
    @CsvSource({"7,7", "999999999,3600", "0,0", "-1,0", "99999999999999999999,0", "'Wed, 21 Oct 2026 07:28:00 GMT',0"})
    void howLongToWaitIsHeardAndBounded(String header, long seconds) {
        server.order("POST", Reply.error(429, "RATE_LIMITED", "slower").with("Retry-After", header));
        assertThat(dispatching(engine).retryAfter()).isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void aRedirectIsNotFollowed() throws Exception {
        try (StandInServer elsewhere = new StandInServer()) {
            for (int status : new int[] {301, 302, 303, 307, 308}) {
                server.order(
                        "POST", Reply.text(status, "text/plain", "there").with("Location", elsewhere.url() + "/api"));
                EngineException redirected = dispatching(engine);
                assertThat(redirected.code()).isEqualTo("REDIRECTED");
                assertThat(redirected.mayPass()).isFalse();
            }
            assertThat(elsewhere.asked()).isEmpty();
        }
    }

    @Test
    void aClientThatFollowsRedirectsIsNoneForUs() {
        HttpClient following = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
        ServerAccess access = new ServerAccess(ServerAddress.of(server.url()), "acme", TOKEN);
        assertThatThrownBy(() -> new RemoteEngine(following, access, Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("redirects");
    }

    @Test
    void theTokenIsInNoMessageAndNoText() {
        server.order("POST", Reply.error(400, "CODE", "you sent " + TOKEN, "WHY:again " + TOKEN));
        EngineException echoed = dispatching(engine);
        assertThat(trace(echoed)).doesNotContain(TOKEN).contains("****");
        server.order("POST", Reply.broken(Reply.Kind.HANG_UP));
        assertThat(trace(dispatching(engine))).doesNotContain(TOKEN);
        assertThat(engine.toString()).doesNotContain(TOKEN).doesNotContain("secret");
        assertThat(new ServerAccess(ServerAddress.of("https://k.example"), "acme", TOKEN).toString())
                .isEqualTo("ServerAccess[https://k.example, organization acme]");
        assertThatThrownBy(() -> new ServerAccess(ServerAddress.of("https://k.example"), "acme", TOKEN + "\n"))
                .hasMessageNotContaining(TOKEN);
    }

    private static String trace(Throwable problem) {
        StringWriter text = new StringWriter();
        problem.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    @Test
    void textsOfAServerAreBoundedAndHaveNoControlCharacters() {
        server.order(
                "POST",
                Reply.json(
                        201,
                        Map.of(
                                "metadata", Map.of("name", "run-1"),
                                "spec", Map.of("agentStack", "\u001b[8mha:" + "s".repeat(10_000)),
                                "status",
                                        Map.of(
                                                "phase",
                                                "surprising",
                                                "terminalReason",
                                                Map.of("code", "X", "message", "m".repeat(100_000))))));
        RunView run = engine.dispatch(ORDER);
        assertThat(run.stack()).hasSizeLessThan(301).doesNotContain("\u001b");
        assertThat(run.reasons().get(0).message()).hasSizeLessThan(2_001);
        assertThat(run.phase()).isEqualTo(Phase.UNKNOWN);
    }
}
