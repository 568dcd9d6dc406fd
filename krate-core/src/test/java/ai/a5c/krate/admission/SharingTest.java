package ai.a5c.krate.admission;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.admission.Sharing.Foreign;
import ai.a5c.krate.admission.Sharing.Shared;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SharingTest {

    private static final Instant END = Instant.parse("2026-12-01T00:00:00Z");
    private static final Sharing TOOLS =
            new Sharing("globex", "acme", List.of(new Shared("AgentSkill", List.of("tools", "lint"))), END);

    @ParameterizedTest
    @CsvSource({
        "acme, AgentSkill, globex, tools, -1, true",
        "acme, AgentSkill, globex, lint, -1, true",
        "acme, AgentSkill, globex, tools, 0, false",
        "acme, AgentSkill, globex, tool, -1, false",
        "acme, AgentStack, globex, tools, -1, false",
        "acme, AgentSkill, initech, tools, -1, false",
        "initech, AgentSkill, globex, tools, -1, false",
        "globex, AgentSkill, acme, tools, -1, false",
    })
    void exactlyWhatIsNamedIsShared(
            String organization, String kind, String source, String name, long seconds, boolean admitted) {
        Foreign named = new Foreign(source, name);
        assertThat(TOOLS.admits(organization, kind, named, END.plusSeconds(seconds)))
                .isEqualTo(admitted);
    }

    @Test
    void whatNamesNoEndDoesNotEnd() {
        Sharing endless = new Sharing("globex", "acme", TOOLS.shared(), null);
        assertThat(endless.admits("acme", "AgentSkill", new Foreign("globex", "tools"), Instant.MAX))
                .isTrue();
    }

    @Test
    void aForeignReferenceHasOneSlashBetweenTwoNames() {
        assertThat(Foreign.of("globex/tools")).contains(new Foreign("globex", "tools"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "tools", "/tools", "globex/", "/", "a/b/c", "a//b"})
    void everythingElseIsNone(String reference) {
        assertThat(Foreign.of(reference)).isEqualTo(Optional.empty());
    }
}
