package ai.a5c.krate.render;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.registry.Kind;
import ai.a5c.krate.registry.KindRegistry;
import ai.a5c.krate.testkit.GeneratedFile;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KindReferenceTest {

    private static final String DIRECTORY = "docs/reference/kinds";

    static List<Kind> kinds() {
        return KindRegistry.all();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void thePageOfAKindIsWhatItsRecordSays(Kind kind) throws IOException {
        GeneratedFile.at("%s/%s.md".formatted(DIRECTORY, kind.name())).mustBe(KindReference.markdown(kind));
    }

    @Test
    void theListNamesEveryKind() throws IOException {
        GeneratedFile.at(DIRECTORY + "/README.md").mustBe(KindReference.index());
    }

    @Test
    void noPageIsLeftOfAKindThatIsGone() throws IOException {
        assertThat(GeneratedFile.namesIn(DIRECTORY))
                .containsExactlyInAnyOrderElementsOf(Stream.concat(
                                kinds().stream().map(kind -> kind.name() + ".md"), Stream.of("README.md"))
                        .toList());
    }
}
