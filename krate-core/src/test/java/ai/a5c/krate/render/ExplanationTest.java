package ai.a5c.krate.render;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.registry.Kind;
import ai.a5c.krate.registry.KindRegistry;
import org.junit.jupiter.api.Test;

class ExplanationTest {

    private static final Kind STACK = KindRegistry.named("AgentStack").orElseThrow();

    @Test
    void aFieldIsExplainedWithItsMembers() {
        assertThat(Explanation.of(STACK, "spec.limits", false)).contains("""
                GROUP:      krate.a5c.ai
                KIND:       AgentStack
                VERSION:    v1alpha1

                FIELD: limits <Object>

                DESCRIPTION:
                    What ends it.

                FIELDS:
                  wallClock\t<string>
                    From start to end.
                    Allowed: a length of time such as 30m, 2h, 7d
                    Default: 30m

                  idle\t<string>
                    Without any output.
                    Allowed: a length of time such as 30m, 2h, 7d
                    Default: 10m

                  costUsd\t<number>
                    Cost in US dollars; 0 for no limit.
                    Allowed: at least 0
                    Default: 0

                  tokens\t<integer>
                    Tokens; 0 for no limit.
                    Allowed: at least 0
                    Default: 0

                  outputBytes\t<integer>
                    Bytes of output.
                    Allowed: at least 1
                    Default: 16777216

                  turns\t<integer>
                    Turns of the conversation; 0 for no limit.
                    Allowed: at least 0
                    Default: 0

                """);
    }

    @Test
    void theWholeTreeCanBeListed() {
        assertThat(Explanation.of(STACK, "", true).orElseThrow())
                .contains("  spec\t<Object> -required-\n    organizationRef\t<string>\n")
                .contains("    limits\t<Object>\n      wallClock\t<string>\n");
    }

    @Test
    void whatIsNotThereIsNotExplained() {
        assertThat(Explanation.of(STACK, "spec.limits.weight", false)).isEmpty();
        assertThat(Explanation.of(STACK, "spec..", false)).isEmpty();
    }
}
