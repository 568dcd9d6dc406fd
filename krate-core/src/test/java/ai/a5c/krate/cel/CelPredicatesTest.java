package ai.a5c.krate.cel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.a5c.krate.event.Ci;
import ai.a5c.krate.event.Payload;
import ai.a5c.krate.event.Source;
import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.json.Json;
import ai.a5c.krate.trigger.EventPredicate;
import ai.a5c.krate.trigger.InvalidExpressionException;
import ai.a5c.krate.trust.Trust;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CelPredicatesTest {

    private static final CelPredicates CEL = new CelPredicates();
    private static final String LONG_TEXT = "a".repeat(64 * 1024);
    private static final SourceEvent EVENT = event("please fix").build();

    private static SourceEvent.Builder event(String text) {
        return SourceEvent.of("uid-1", "acme", Source.CI, "workflow_job.completed", "acme/app")
                .branch(Optional.of("feature/x"))
                .sha(Optional.of("0123456789012345678901234567890123456789"))
                .actor(new SourceEvent.Actor("alice", "7", "write", false))
                .trust(Trust.TRUSTED, "")
                .workItem(Optional.of(new SourceEvent.WorkItem("pull-request", 3, "Broken")))
                .labels(List.of("bug", "agent:fix"))
                .paths(List.of("src/A.java", "docs/b.md"))
                .text(new SourceEvent.Text(text, text, "7"))
                .ci(Optional.of(new Ci(
                        "CI", "test", "", "mvn", "", "failure", Optional.of(2), "test/mvn", List.of("ATest"), "")))
                .occurredAt(Instant.parse("2026-03-01T12:00:00Z"))
                .payload(Payload.of(Json.readObject("""
                        {"issue": {"number": 7, "labels": [{"name": "bug"}], "a/b": {"c~d": true}, "none": null},
                         "big": 12345678901234567890123, "ratio": 0.5}
                        """)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "true",
                "event.ci.exitCode != 137 && size(event.paths) < 200",
                "event.source == 'ci' && event.type == 'workflow_job.completed' && event.action == 'completed'",
                "event.repository.startsWith('acme/') && event.branch.matches('^feature/[a-z]+$')",
                "!event.isFork && event.trust == 'trusted' && event.chainDepth == 0",
                "event.actor.login == 'alice' && event.actor.permission in ['write', 'admin'] && !event.actor.isBot",
                "event.workItem.kind == 'pull-request' && event.workItem.number == 3",
                "event.labels.exists(label, label.startsWith('agent:'))",
                "event.paths.all(path, path.endsWith('.java') || path.startsWith('docs/'))",
                "event.paths.filter(path, path.endsWith('.md')).map(path, size(path))[0] == 9",
                "has(event.ci) && has(event.ci.exitCode) && event.ci.testNames == ['ATest']",
                "event.occurredAt > timestamp('2026-01-01T00:00:00Z') && event.occurredAt.getHours() == 12",
                "event.payload.at('/issue/number') == 7",
                "event.payload.at('/issue/labels/0/name') == 'bug'",
                "event.payload.at('/issue/a~1b/c~0d')",
                "event.payload.at('/ratio') < 0.6 && event.payload.at('/big') > 1.0",
                "event.payload.has('/issue') && !event.payload.has('/issue/none') && !event.payload.has('issue')",
                "event.payload.at('/issue').number == 7 && size(event.payload.at('/issue/labels')) == 1",
            })
    void aConditionThatIsTrueOfTheEventHolds(String expression) {
        EventPredicate condition = CEL.compile(expression);
        assertThat(condition.actual(EVENT)).isEqualTo("true");
        assertThat(condition.test(EVENT)).isTrue();
    }

    @Test
    void aConditionThatIsFalseDoesNotHold() {
        EventPredicate condition = CEL.compile("event.ci.exitCode == 137");
        assertThat(condition.test(EVENT)).isFalse();
        assertThat(condition.actual(EVENT)).isEqualTo("false");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "event.foo == 1 | undefined field 'foo' (line 1, column 6)",
                "event.ci.foo == 1 | undefined field 'foo' (line 1, column 9)",
                "event.actor.self | undefined field 'self' (line 1, column 12)",
                "events.ci | undeclared reference to 'events' (in container '') (line 1, column 1)",
                "event.ci.exitCode | expected type 'bool' but found 'int' (line 1, column 9)",
                "event.ci.exitCode == '1' && | mismatched input '<EOF>'",
                "event.ci. | no viable alternative at input '.' (line 1, column 10)",
                "event.paths + 1 == [] | found no matching overload for '_+_'",
                "now() > event.occurredAt | undeclared reference to 'now'",
                "event.payload.issue == 1 | type 'Payload' does not support field selection",
                "event.text.matches(event.body) | the pattern of matches() must be written out as a text",
                "event.text.matches('(') | a pattern of matches() is malformed: missing closing )",
                "event.text.matches('(a{1,90}){1,10}') | a pattern of matches() takes",
                "Event{} == event | a condition makes no values of type 'Event'",
                "{'a': 1}.a == 1 && event.text.matches(1) | found no matching overload for 'matches'",
            })
    void whatIsWrongIsRefusedWithItsPlace(String expression, String message) {
        assertThatThrownBy(() -> CEL.compile(expression))
                .isInstanceOf(InvalidExpressionException.class)
                .hasMessageStartingWith(message)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n").hasSizeLessThan(400));
    }

    @Test
    void whatIsTooLongOrTooDeepIsRefused() {
        for (String expression : List.of(
                "true" + " && true".repeat(600),
                "(".repeat(200) + "true" + ")".repeat(200),
                "[".repeat(1_000) + "]".repeat(1_000),
                "event.labels" + ".map(a, a)".repeat(300) + ".size() == 0",
                "'" + "a".repeat(5_000) + "' == ''")) {
            assertThatThrownBy(() -> CEL.compile(expression))
                    .as(expression.substring(0, 20))
                    .isInstanceOf(InvalidExpressionException.class);
        }
    }

    @Test
    void whatAnEventDoesNotHaveMakesTheConditionNotHoldAndSaysSo() {
        SourceEvent comment = EVENT.change().ci(Optional.empty()).build();
        EventPredicate condition = CEL.compile("event.ci.exitCode != 137");
        assertThat(condition.test(comment)).isFalse();
        assertThat(condition.actual(comment)).isEqualTo("nobody can tell: the event has no ci");
        assertThat(CEL.compile("!has(event.ci)").test(comment)).isTrue();
        assertThat(CEL.compile("event.payload.at('/nothing') == 1").actual(EVENT))
                .isEqualTo("nobody can tell: the payload has nothing there");
        assertThat(CEL.compile("event.payload.at('/issue/number') > 'x'").test(EVENT))
                .isFalse();
        assertThat(CEL.compile("1 / (event.workItem.number - 3) == 1").actual(EVENT))
                .isEqualTo("nobody can tell: / by zero");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "event.paths.all(a, event.paths.all(b, event.paths.all(c, a != b + c)))",
                "event.paths.map(a, event.paths.map(b, a + b)).size() == 1",
                "event.paths.map(a, event.text + event.body).size() == 1",
                "event.paths.all(a, !(event.text + a).matches('(a|aa)+b$'))",
                "event.paths.all(a, !event.text.contains(event.body + a))",
                "event.body.contains(event.text + 'b')",
                "event.paths.exists(a, event.payload.at('/many') == [a])",
            })
    void aHostileConditionStopsAtItsCost(String expression) {
        Payload many = Payload.of(Json.readObject("{\"many\": [%s0]}"
                .formatted("\"%s\",".formatted("x".repeat(1_000)).repeat(900))));
        SourceEvent event = event(LONG_TEXT)
                .paths(IntStream.range(0, 5_000).mapToObj(Integer::toString).toList())
                .payload(many)
                .build();
        EventPredicate condition = CEL.compile(expression);
        assertThat(condition.test(event)).isFalse();
        assertThat(condition.actual(event))
                .isEqualTo("nobody can tell: it costs more than a condition may; ask for less, or of less text");
        assertThat(((CelCondition) condition).cost(event)).isGreaterThan(Meter.MOST_COST);
    }

    @Test
    void aTextThatGrowsWithEveryStepStopsAtItsCost() {
        String expression = "size(event.text%s) > 0".formatted(" + event.text".repeat(20));
        EventPredicate condition = CEL.compile(expression);
        assertThat(condition.test(event(LONG_TEXT).build())).isFalse();
        assertThat(condition.test(event("short").build())).isTrue();
    }

    @Test
    void anOrdinaryConditionOnALongEventIsWithinItsCost() {
        SourceEvent event = event(LONG_TEXT)
                .paths(IntStream.range(0, 5_000)
                        .mapToObj(i -> "src/main/java/" + i + ".java")
                        .toList())
                .build();
        EventPredicate condition = CEL.compile(
                "event.text.matches('a+') && !event.text.contains('needle') && event.paths.all(p, p.endsWith('.java'))");
        assertThat(condition.actual(event)).isEqualTo("true");
    }

    @Test
    void theSameConditionAndEventAlwaysCostTheSame() {
        CelCondition condition =
                (CelCondition) CEL.compile("event.paths.all(p, p.matches('[a-z]+')) || event.labels.size() == 2");
        assertThat(IntStream.range(0, 50)
                        .parallel()
                        .mapToLong(i -> condition.cost(EVENT))
                        .distinct())
                .hasSize(1);
    }

    @Test
    void aHugePartOfAPayloadIsNotCopied() {
        SourceEvent event = EVENT.change()
                .payload(Payload.of(Json.readObject("{\"many\": [%s0]}".formatted("0,".repeat(2_000)))))
                .build();
        assertThat(CEL.compile("size(event.payload.at('/many')) > 1").actual(event))
                .isEqualTo("nobody can tell: the payload has more than 1000 values there");
        assertThat(CEL.compile("event.payload.at('/many/1999') == 0").test(event))
                .isTrue();
    }

    @Test
    void outsideTextInAReasonStaysInOneLine() {
        SourceEvent event = event("1\n2\u001b[31m").build();
        assertThat(CEL.compile("int(event.text) == 1").actual(event)).doesNotContain("\n", "\u001b");
    }
}
