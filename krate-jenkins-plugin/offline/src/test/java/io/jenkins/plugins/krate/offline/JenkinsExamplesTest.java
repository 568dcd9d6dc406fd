package io.jenkins.plugins.krate.offline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import ai.a5c.krate.registry.Documents;
import ai.a5c.krate.registry.ResourceCodec;
import io.jenkins.plugins.krate.config.EmbeddedEngineConfiguration;
import io.jenkins.plugins.krate.config.KrateGlobalConfiguration;
import io.jenkins.plugins.krate.config.RemoteEngineConfiguration;
import io.jenkins.plugins.krate.step.KrateArtifactStep;
import io.jenkins.plugins.krate.step.KrateDispatchStep;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What examples/jenkins shows is what the plugin and the server take. */
final class JenkinsExamplesTest {

    private static final Path EXAMPLES = Places.plugin("../examples/jenkins");

    @ParameterizedTest
    @ValueSource(strings = {"agent", "rule", "subscription"})
    void theResourcesAreValid(String file) throws IOException {
        List<Map<String, Object>> documents =
                Documents.read(Files.readAllBytes(EXAMPLES.resolve("resources/" + file + ".yaml")));
        assertThat(documents)
                .isNotEmpty()
                .allSatisfy(document -> assertThatCode(() -> ResourceCodec.parse(document, "acme"))
                        .doesNotThrowAnyException());
    }

    @Test
    void theConfigurationNamesWhatCanBeSet() throws IOException {
        assertThat(keys("jenkins.yaml", "krate", 4))
                .isSubsetOf(properties(KrateGlobalConfiguration.class))
                .contains("engine", "jobs");
        assertThat(keys("jenkins.yaml", "remote", 8))
                .isSubsetOf(properties(RemoteEngineConfiguration.class))
                .hasSize(5);
        assertThat(keys("embedded.yaml", "embedded", 8))
                .isSubsetOf(properties(EmbeddedEngineConfiguration.class))
                .hasSize(3);
    }

    @Test
    void theJenkinsfileNamesParametersOfTheSteps() throws IOException {
        String text = Files.readString(EXAMPLES.resolve("Jenkinsfile"));
        assertThat(arguments(text, "krateDispatch"))
                .isSubsetOf(properties(KrateDispatchStep.class))
                .hasSize(6);
        assertThat(arguments(text, "krateArtifact"))
                .isSubsetOf(properties(KrateArtifactStep.class))
                .hasSize(2);
    }

    private static Set<String> keys(String file, String parent, int indent) throws IOException {
        List<String> lines = Files.readAllLines(EXAMPLES.resolve(file));
        int at = lines.indexOf(" ".repeat(indent - 2) + parent + ":");
        Pattern key = Pattern.compile("^ {%d}(\\w+):.*".formatted(indent));
        return lines.subList(at + 1, lines.size()).stream()
                .takeWhile(line -> line.startsWith(" ".repeat(indent)))
                .flatMap(line -> key.matcher(line).results())
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
    }

    private static Set<String> arguments(String text, String step) {
        int from = text.indexOf(step + "(");
        String call = text.substring(from, text.indexOf(")\n", from) + 1);
        return Pattern.compile("[(,]\\s*(\\w+):")
                .matcher(call)
                .results()
                .map((MatchResult found) -> found.group(1))
                .collect(Collectors.toSet());
    }

    private static Set<String> properties(Class<?> type) {
        return Arrays.stream(type.getMethods())
                .map(Method::getName)
                .flatMap(name ->
                        Stream.of("get", "is").filter(name::startsWith).map(start -> name.substring(start.length())))
                .filter(name -> !name.isEmpty())
                .map(name -> name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1))
                .collect(Collectors.toSet());
    }
}
