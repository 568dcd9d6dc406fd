package ai.a5c.krate.engine;

import static ai.a5c.krate.engine.Scenario.ALICE;
import static ai.a5c.krate.engine.Scenario.all;
import static ai.a5c.krate.engine.Scenario.pending;
import static ai.a5c.krate.engine.Scenario.run;
import static ai.a5c.krate.engine.Scenario.yes;
import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.Krate;
import ai.a5c.krate.causality.Marker;
import ai.a5c.krate.kind.agents.Repository;
import ai.a5c.krate.kind.execution.AgentNotice;
import ai.a5c.krate.kind.execution.AgentNotice.NoticePhase;
import ai.a5c.krate.resource.Condition;
import ai.a5c.krate.runtime.AgentEvent;
import ai.a5c.krate.runtime.Outcome;
import ai.a5c.krate.store.ResourceStore;
import ai.a5c.krate.store.memory.InMemoryResourceStore;
import ai.a5c.krate.target.TargetException;
import ai.a5c.krate.testkit.CrashingStore;
import ai.a5c.krate.testkit.RecordingForge.Comment;
import ai.a5c.krate.testkit.RecordingTarget.Fault;
import ai.a5c.krate.testkit.ScriptedRuntime.Script;
import ai.a5c.krate.testkit.SimulatedCrashException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatusCommentTest {

    @TempDir
    private Path root;

    private final ResourceStore store = new InMemoryResourceStore();
    private Scenario scenario;
    private Krate krate;

    @BeforeEach
    void start() throws IOException {
        scenario = scenario("one");
        krate = scenario.krate(store);
        scenario.apply(krate);
    }

    private Scenario scenario(String name) throws IOException {
        Scenario made = new Scenario(Files.createTempDirectory(root, name));
        made.agents.next(Script.silent()
                .say(AgentEvent.Type.RESULT, "The sum was a difference.")
                .end(Outcome.SUCCEEDED, "exited with status 0"));
        return made;
    }

    /** Goes on until nothing changes any more, as time does. */
    private void settle() {
        for (int i = 0; i < 3; i++) {
            krate.drain();
            scenario.pass(Duration.ofSeconds(6));
        }
        krate.drain();
    }

    private Comment comment() {
        assertThat(scenario.forge.own()).hasSize(1);
        return scenario.forge.own().get(0);
    }

    @Test
    void oneCommentFollowsTheRunFromItsQuestionToItsEnd() {
        scenario.deliver(krate, "d-1");
        settle();
        String question = pending(krate).get(0).metadata().name();
        assertThat(comment().text())
                .contains("**Waits for approval.**")
                .contains("`/krate approve %s` or `/krate deny %s`.".formatted(question, question));
        long id = comment().id();
        krate.approvals().decide(yes(pending(krate).get(0)), ALICE);
        settle();
        assertThat(comment().id()).isEqualTo(id);
        assertThat(comment().text()).contains("**Finished.**").contains("`branch-push`");
        assertThat(all(krate, AgentNotice.class))
                .extracting(notice -> notice.status().phase())
                .containsOnly(NoticePhase.SETTLED);
    }

    @Test
    void manyChangesAreFewEditsAndTheLastWordStands() {
        scenario.deliver(krate, "d-1");
        krate.drain();
        assertThat(scenario.forge.writes("status-comment")).hasSize(1);
        krate.approvals().decide(yes(pending(krate).get(0)), ALICE);
        krate.drain();
        assertThat(scenario.forge.writes("status-comment"))
                .as("within five seconds")
                .hasSize(1);
        settle();
        assertThat(scenario.forge.writes("status-comment")).hasSize(2);
        assertThat(comment().text()).contains("**Finished.**");
    }

    @Test
    void whoDeletesItGetsItBackWithTheNextWord() {
        scenario.deliver(krate, "d-1");
        settle();
        scenario.forge.deleteOwn();
        krate.approvals().decide(yes(pending(krate).get(0)), ALICE);
        settle();
        assertThat(comment().text()).contains("**Finished.**");
    }

    @Test
    void aStrangerWhoCopiesTheMarkerNeitherStopsNorOwnsIt() {
        scenario.deliver(krate, "d-1");
        settle();
        String copied = comment().body();
        scenario.forge.deleteOwn();
        scenario.forge.says("mallory", "1", copied);
        krate.approvals().decide(yes(pending(krate).get(0)), ALICE);
        settle();
        assertThat(comment().text()).contains("**Finished.**");
        assertThat(Marker.find(copied)).isPresent();
    }

    @Test
    void anAnswerThatIsLostLeavesOneComment() {
        scenario.forge.failing(2, Fault.LOST_AFTER);
        scenario.forge.failing(1, Fault.LOST_AFTER);
        scenario.deliver(krate, "d-1");
        settle();
        assertThat(comment().text()).contains("**Waits for approval.**");
    }

    @Test
    void twoServersMakeOneComment() {
        scenario.deliver(krate, "d-1");
        Krate other = scenario.shared(store, "other", Duration.ofSeconds(15));
        krate.drain();
        other.drain();
        settle();
        assertThat(comment().text()).contains("**Waits for approval.**");
    }

    @Test
    void aForgeThatRefusesForGoodIsAskedOnceAndTheRepositorySaysSo() {
        scenario.forge.broken(Optional.of(new TargetException("Forbidden", "the token needs write:issue", false)));
        scenario.deliver(krate, "d-1");
        settle();
        int looks = scenario.forge.looks();
        settle();
        assertThat(scenario.forge.looks()).isEqualTo(looks);
        assertThat(condition()).isEqualTo(Optional.of("False Forbidden the token needs write:issue"));
        scenario.forge.broken(Optional.empty());
        krate.approvals().decide(yes(pending(krate).get(0)), ALICE);
        settle();
        assertThat(comment().text()).contains("**Finished.**");
        assertThat(condition()).isEqualTo(Optional.of("True Written "));
    }

    private Optional<String> condition() {
        return all(krate, Repository.class).get(0).status().conditions().stream()
                .filter(one -> one.type().equals("ForgeWritable"))
                .map(StatusCommentTest::told)
                .findFirst();
    }

    private static String told(Condition one) {
        return "%s %s %s".formatted(one.status(), one.reason(), one.message());
    }

    @Test
    void aForgeThatIsAwayForAWhileHearsTheLastWordWhenItIsBack() {
        scenario.forge.broken(Optional.of(new TargetException("Unreachable", "it is away", true)));
        scenario.deliver(krate, "d-1");
        settle();
        krate.approvals().decide(yes(pending(krate).get(0)), ALICE);
        settle();
        scenario.forge.broken(Optional.empty());
        scenario.pass(Duration.ofMinutes(10));
        settle();
        assertThat(comment().text()).contains("**Finished.**");
        assertThat(scenario.forge.writes("status-comment")).hasSize(1);
    }

    @Test
    void aRepositoryThatMutesItGetsNone() {
        scenario.apply(krate, "    apiCredential", "    muted: [status-comment, reactions]\n    apiCredential");
        scenario.deliver(krate, "d-1");
        settle();
        assertThat(scenario.forge.own()).isEmpty();
        assertThat(all(krate, AgentNotice.class)).isEmpty();
    }

    @Test
    void aSecretInWhatWouldBeSaidStopsItAndTheRunNamesTheGrant() {
        scenario.login = Scenario.API_KEY;
        scenario.deliver(krate, "d-1");
        settle();
        assertThat(scenario.forge.own()).isEmpty();
        String why = "it was not said, since it would have carried a secret: secret/model-provider/api-key";
        assertThat(all(krate, AgentNotice.class).stream()
                        .map(notice -> notice.status().reason().message()))
                .contains(why);
        assertThat(store.events(Journal.stream("acme", run(krate).metadata().name()), 0, 500))
                .anyMatch(event -> event.document().contains("not said at the forge: " + why));
    }

    @Test
    void dyingAtAnyWriteLeavesOneCommentWithTheLastWord() throws IOException {
        dieAtEveryWrite(CrashingStore::beforeCommit);
        dieAtEveryWrite(CrashingStore::afterCommit);
    }

    private void dieAtEveryWrite(BiFunction<ResourceStore, Integer, CrashingStore> deadly) throws IOException {
        boolean died = true;
        for (int n = 1; died; n++) {
            Scenario mine = scenario("die");
            ResourceStore kept = new InMemoryResourceStore();
            mine.apply(mine.krate(kept));
            mine.deliver(mine.krate(kept), "d-1");
            CrashingStore dying = deadly.apply(kept, n);
            died = dies(mine.krate(dying));
            mine.pass(Duration.ofMinutes(5));
            mine.krate(kept).drain();
            mine.pass(Duration.ofMinutes(5));
            mine.krate(kept).drain();
            assertThat(mine.forge.own()).as("write %d", n).hasSize(1);
            assertThat(mine.forge.own().get(0).text()).as("write %d", n).contains("**Waits for approval.**");
            assertThat(mine.forge.standing("reaction")).as("write %d", n).hasSize(1);
        }
    }

    private static boolean dies(Krate krate) {
        try {
            krate.drain();
            return false;
        } catch (SimulatedCrashException e) {
            return true;
        }
    }

    @Test
    void theTextThatAsksGetsEyesOnce() {
        scenario.deliver(krate, "d-1");
        scenario.deliver(krate, "d-2");
        settle();
        assertThat(scenario.forge.writes("reaction"))
                .extracting(one -> List.of(one.target(), one.content()))
                .containsExactly(List.of("1", "eyes"));
    }
}
