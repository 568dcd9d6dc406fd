package ai.a5c.krate.render;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.kind.agents.AgentStack;
import ai.a5c.krate.registry.Kind;
import ai.a5c.krate.registry.KindRegistry;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ColumnsTest {

    @Test
    void theAgeIsTheLastOne() {
        assertThat(Columns.of(KindRegistry.of(AgentStack.class)))
                .endsWith(new Column("Age", ".metadata.creationTimestamp", "date", "", "When it was made.", 0))
                .startsWith(new Column(
                        "Agent",
                        ".spec.baseAgent",
                        "string",
                        "",
                        "The agent: claude-code, codex, gemini, or a name of your own.",
                        0));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void everyColumnShowsAFieldThatIsThere(Kind kind) {
        assertThat(Columns.of(kind))
                .filteredOn(column -> !column.name().equals("Age"))
                .allSatisfy(
                        column -> assertThat(Paths.property(kind, column.path().substring(1)))
                                .as(column.path())
                                .isPresent());
    }

    static Stream<Kind> kinds() {
        return KindRegistry.all().stream();
    }
}
