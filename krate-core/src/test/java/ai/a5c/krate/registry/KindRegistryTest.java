package ai.a5c.krate.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KindRegistryTest {

    @Test
    void noTwoKindsAnswerToTheSameWord() {
        Map<String, String> owners = new HashMap<>();
        for (Kind kind : KindRegistry.all()) {
            List<String> words = new ArrayList<>(List.of(kind.info().shortNames()));
            words.add(kind.name().toLowerCase(Locale.ROOT));
            words.add(kind.info().plural());
            words.stream()
                    .distinct()
                    .forEach(word -> assertThat(owners.put(word, kind.name()))
                            .as("'%s' also means %s", word, kind.name())
                            .isNull());
        }
        owners.forEach((word, kind) ->
                assertThat(KindRegistry.meant(word).map(Kind::name)).as(word).contains(kind));
    }

    @ParameterizedTest
    @CsvSource({
        "AgentStack, AgentStack",
        "agentstack, AgentStack",
        "agentstacks, AgentStack",
        "agentstacks.krate.a5c.ai, AgentStack",
        "agentstack.krate.a5c.ai, AgentStack",
        "stack, AgentStack",
        "stacks, AgentStack",
        "Rules, AgentTriggerRule",
        "deliveries, WebhookDelivery",
        "agentdispatchruns.runs.krate.a5c.ai, AgentDispatchRun"
    })
    void aPersonMayWriteAKindInManyWays(String word, String kind) {
        assertThat(KindRegistry.meant(word).map(Kind::name)).contains(kind);
    }

    @ParameterizedTest
    @CsvSource({"s", "''", "stac", "stackss", "agentstacks.runs.krate.a5c.ai", "agentstacks.krate"})
    void otherWordsMeanNothing(String word) {
        assertThat(KindRegistry.meant(word)).isEmpty();
    }
}
