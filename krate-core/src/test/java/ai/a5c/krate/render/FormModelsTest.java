package ai.a5c.krate.render;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.json.Json;
import ai.a5c.krate.registry.Kind;
import ai.a5c.krate.registry.KindRegistry;
import ai.a5c.krate.resource.KindInfo.Writer;
import ai.a5c.krate.testkit.GeneratedFile;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FormModelsTest {

    private static final String DIRECTORY = "krate-core/src/test/resources/forms";

    static List<Kind> kinds() {
        return KindRegistry.all().stream()
                .filter(kind -> kind.info().writer() == Writer.PEOPLE)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void theFormOfAKindIsWhatItsRecordSays(Kind kind) throws IOException {
        GeneratedFile.at("%s/%s.json".formatted(DIRECTORY, kind.name()))
                .mustBe(Json.write(FormModels.of(kind)).replace("},{", "},\n{") + "\n");
    }

    @Test
    void noFormIsLeftOfAKindThatIsGone() throws IOException {
        assertThat(GeneratedFile.namesIn(DIRECTORY))
                .containsExactlyInAnyOrderElementsOf(
                        kinds().stream().map(kind -> kind.name() + ".json").toList());
    }

    @Test
    void aReferenceIsChosenAmongResourcesOfItsKind() {
        Kind stack = KindRegistry.named("AgentStack").orElseThrow();
        assertThat(Json.write(FormModels.of(stack)))
                .contains("{\"path\":\"spec.runnerPool\",\"label\":\"Runner pool\"")
                .contains("\"control\":\"reference\"", "\"reference\":\"RunnerPool\"")
                .doesNotContain("organizationRef");
        assertThat(FormModels.of(stack)).containsEntry("title", "Agent stack").isInstanceOf(Map.class);
    }
}
