package ai.a5c.krate.engine;

import static ai.a5c.krate.engine.Scenario.NAMESPACE;
import static ai.a5c.krate.engine.Scenario.all;
import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.Krate;
import ai.a5c.krate.kind.execution.AgentTriggerExecution;
import ai.a5c.krate.refusal.Refusal;
import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.store.ResourceStore;
import ai.a5c.krate.store.memory.InMemoryResourceStore;
import ai.a5c.krate.trust.Trust;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is answered to those whose request made no run. */
class AnswersTest {

    private final ResourceStore store = new InMemoryResourceStore();
    private Scenario scenario;
    private Krate krate;

    @BeforeEach
    void start(@TempDir Path root) {
        scenario = new Scenario(root);
        krate = scenario.krate(store);
    }

    private Optional<String> answer(Trust trust, String... replacements) {
        scenario.trust = trust;
        scenario.apply(krate, replacements);
        scenario.deliver(krate, "d-1");
        krate.drain();
        return krate.answers().to(all(krate, AgentTriggerExecution.class).get(0));
    }

    @Test
    void aStrangerReadsOneLineThatSaysNothing() {
        assertThat(answer(Trust.UNTRUSTED)).contains(Refusal.FOR_STRANGERS);
        assertThat(answer(Trust.UNTRUSTED, "untrusted: ask", "untrusted: ignore"))
                .contains(Refusal.FOR_STRANGERS);
    }

    @Test
    void aMemberReadsWhyAndWhatHelps() {
        assertThat(answer(Trust.MEMBER, "untrusted: ask", "untrusted: ignore")).contains("""
                Krate did not start what was asked, `@claude fix this`.

                - Why: The request, or the code that it is about, is not trusted here. (`rule 'claude-mention' starts nothing by itself for alice, who is member here (the forge says so); somebody who may write can ask for the same`)
                - What helps: A maintainer can admit exactly this commit with '/krate ok', or ask for the same themselves.
                - Who can do it: anybody who may write to the repository

                Code: UntrustedSource
                """);
    }

    @Test
    void aRequestThatMadeARunNeedsNoAnswer() {
        assertThat(answer(Trust.TRUSTED)).isEmpty();
    }

    @Test
    void aRunThatTheReviewDeniesIsAnsweredWithWhatHelps() {
        scenario.apply(krate);
        krate.resources().delete(new ResourceKey("AgentSecretGrant", NAMESPACE, "claude-fix-model"), Scenario.ALICE);
        scenario.deliver(krate, "d-1");
        krate.drain();
        assertThat(krate.answers().to(all(krate, AgentTriggerExecution.class).get(0)))
                .hasValueSatisfying(text -> assertThat(text)
                        .contains("- What helps: Apply the grant that the permission review suggests.")
                        .endsWith("Code: MissingSecretGrant\n"));
    }
}
