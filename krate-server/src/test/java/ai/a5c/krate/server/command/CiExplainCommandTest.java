package ai.a5c.krate.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.json.Json;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CiExplainCommandTest {

    private static final String LOGS = "../krate-core/src/test/resources/failure/";

    /** Nobody listens there: the command asks no server. */
    private final Typed typed = new Typed("http://127.0.0.1:1", "krt_environment");

    @Test
    void aLogIsExplainedAsText() {
        typed.input =
                "+ make\n\u001b[31msrc/a.c:3:1: error: 'x' undeclared\u001b[0m\nmake: *** [Makefile:2: a.o] Error 1\n";
        assertThat(explain("-")).isZero();
        assertThat(typed.out().replaceFirst("v1:[0-9a-f]{64}", "v1:...")).isEqualToNormalizingNewlines("""
                        tool: gcc
                        cause: compile
                        message: 'x' undeclared
                        place: src/a.c:3
                        exitCode: 1
                        failureSignature: v1:...
                        line: 2
                        excerpt:
                          + make
                          src/a.c:3:1: error: 'x' undeclared
                          make: *** [Makefile:2: a.o] Error 1
                        """);
    }

    @Test
    void aLogIsExplainedAsJson() {
        assertThat(explain(LOGS + "80-jenkins-parallel.log", "-o", "json")).isZero();
        Map<String, Object> told = Json.readObject(typed.out());
        assertThat(told)
                .containsEntry("tool", "maven")
                .containsEntry("cause", "test")
                .containsEntry("stage", "unit")
                .containsEntry("testNames", List.of("com.acme.mail.OutboxTest.sendsOnce"));
    }

    @Test
    void aBuildThatWentWellIsNoFailure() {
        assertThat(explain(LOGS + "12-maven-success.log")).isEqualTo(1);
        assertThat(typed.out()).isEmpty();
        assertThat(typed.err()).isEqualToNormalizingNewlines("krate: nothing in this log looks like a failure\n");
    }

    @Test
    void aFileThatIsNotThereAndAFormThatIsNoneAreToldOf() {
        assertThat(explain("missing.log")).isEqualTo(2);
        assertThat(typed.err()).isEqualToNormalizingNewlines("krate: missing.log: cannot be read\n");
        assertThat(explain("-", "-o", "xml")).isEqualTo(2);
        assertThat(typed.err()).isEqualToNormalizingNewlines("krate: --output: expected text or json\n");
    }

    private int explain(String log, String... more) {
        String[] arguments = new String[4 + more.length];
        arguments[0] = "ci";
        arguments[1] = "explain";
        arguments[2] = "--log";
        arguments[3] = log;
        System.arraycopy(more, 0, arguments, 4, more.length);
        return typed.krate(arguments);
    }
}
