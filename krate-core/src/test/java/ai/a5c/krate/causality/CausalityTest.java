package ai.a5c.krate.causality;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.a5c.krate.causality.Verdict.Code;
import ai.a5c.krate.digest.MacKey;
import ai.a5c.krate.event.Source;
import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.event.SourceEvent.Actor;
import ai.a5c.krate.trust.Trust;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CausalityTest {

    private static final MacKey KEY = MacKey.of("current key".getBytes(UTF_8));
    private static final MacKey PREVIOUS = MacKey.of("previous key".getBytes(UTF_8));
    private static final MacKey FOREIGN = MacKey.of("foreign key".getBytes(UTF_8));
    private static final String OWN = "7";
    private static final Actor ALICE = new Actor("alice", "1", "write", false);
    private static final Actor KRATE = new Actor("krate", OWN, "write", true);

    private static SourceEvent event(Source source, String type, Actor actor, String text, String authorId) {
        return SourceEvent.of("uid", "acme", source, type, "acme/shop")
                .actor(actor)
                .trust(Trust.TRUSTED, "")
                .text(new SourceEvent.Text(text, "", authorId))
                .deliveryRef("delivery")
                .build();
    }

    private static SourceEvent comment(Actor actor, String text, String authorId) {
        return event(Source.ISSUE_COMMENT, "issue_comment.created", actor, text, authorId);
    }

    private static Ancestry ancestry(int depth, int max) {
        return new Ancestry(OWN, depth, max, List.of(KEY, PREVIOUS));
    }

    @Test
    void aPersonsCommentIsHeard() {
        assertThat(Causality.judge(comment(ALICE, "@claude fix", "1"), ancestry(0, 0)))
                .isEqualTo(new Verdict(Code.ADMITTED, "not caused by Krate"))
                .returns(true, Verdict::admitted);
    }

    @Test
    void ourOwnActIsAnEcho() {
        assertThat(Causality.judge(comment(KRATE, "@claude fix", OWN), ancestry(0, 0)))
                .isEqualTo(new Verdict(Code.OWN_ECHO, "Krate caused this event itself"))
                .returns(false, Verdict::admitted);
    }

    @Test
    void ourOwnTextIsAnEchoWhoeverSendsTheEventAndWithEitherKey() {
        for (MacKey key : List.of(KEY, PREVIOUS)) {
            String text = "done " + Marker.sign("run-1", 0, key).text();
            assertThat(Causality.judge(comment(ALICE, text, OWN), ancestry(0, 0)))
                    .isEqualTo(new Verdict(Code.OWN_ECHO, "Krate wrote this text itself"));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aMarkerInAStrangersCommentNeitherCountsNorSuppresses(boolean copied) {
        Marker marker = Marker.sign("run-1", 0, copied ? KEY : FOREIGN);
        assertThat(Causality.judge(comment(ALICE, "@claude fix " + marker.text(), "1"), ancestry(0, 0))
                        .code())
                .isEqualTo(Code.ADMITTED);
    }

    @Test
    void whenTheOwnIdIsUnknownNoTextIsOurs() {
        Ancestry unknown = new Ancestry("", 0, 0, List.of(KEY));
        String text = Marker.sign("run-1", 0, KEY).text();
        assertThat(Causality.judge(comment(ALICE, text, ""), unknown).code()).isEqualTo(Code.ADMITTED);
    }

    @Test
    void anEditByAnotherIsNoRequestAndByTheAuthorIsOne() {
        assertThat(Causality.judge(
                        event(Source.ISSUE_COMMENT, "issue_comment.edited", ALICE, "@claude fix", "2"), ancestry(0, 0)))
                .isEqualTo(new Verdict(
                        Code.EDITED_BY_OTHER, "somebody other than its author edited this text; that is no request"));
        assertThat(Causality.judge(
                                event(Source.ISSUE_COMMENT, "issue_comment.edited", ALICE, "@claude fix", "1"),
                                ancestry(0, 0))
                        .code())
                .isEqualTo(Code.ADMITTED);
        assertThat(Causality.judge(
                                event(Source.ISSUE_COMMENT, "issue_comment.edited", ALICE, "@claude fix", ""),
                                ancestry(0, 0))
                        .code())
                .isEqualTo(Code.EDITED_BY_OTHER);
    }

    @ParameterizedTest(name = "depth {0} of {1}: {2}")
    @CsvSource({"0,0,ADMITTED", "1,0,CHAIN_TOO_DEEP", "1,1,ADMITTED", "2,1,CHAIN_TOO_DEEP"})
    void aChainEndsAtItsDepth(int depth, int max, Code expected) {
        assertThat(Causality.judge(comment(ALICE, "@claude fix", "1"), ancestry(depth, max))
                        .code())
                .isEqualTo(expected);
    }

    @Test
    void saysHowDeepTheChainIs() {
        assertThat(Causality.judge(comment(ALICE, "x", "1"), ancestry(2, 1)).reason())
                .isEqualTo("2 runs stand behind this event, and 1 are allowed");
    }

    @ParameterizedTest(name = "{0} at depth {1} of {2}: {3}")
    @CsvSource({
        "PUSH,1,0,OWN_ECHO",
        "PUSH,1,1,ADMITTED",
        "CI,1,1,ADMITTED",
        "STATUS,1,1,OWN_ECHO",
        "STATUS,2,1,OWN_ECHO",
        "PUSH,0,1,OWN_ECHO",
        "ISSUE_COMMENT,1,1,OWN_ECHO",
        "PULL_REQUEST,1,1,OWN_ECHO"
    })
    void aRuleMayAllowHopsOfOurOwnWorkButNeverOfOurWords(Source source, int depth, int max, Code expected) {
        assertThat(Causality.judge(event(source, "x.created", KRATE, "", ""), ancestry(depth, max))
                        .code())
                .isEqualTo(expected);
    }

    @Test
    void aMarkerIsFoundAgainInCommentsAndTrailers() {
        Marker marker = Marker.sign("run-1", 3, KEY);
        assertThat(marker.text()).isEqualTo("<!-- krate:v1 run=run-1 effect=3 mac=" + marker.mac() + " -->");
        assertThat(marker.trailer()).isEqualTo("Krate-Marker: v1 run=run-1 effect=3 mac=" + marker.mac());
        assertThat(Marker.find("a\r\n" + marker.text() + "\r\n")).contains(marker);
        assertThat(Marker.find("a\n\n" + marker.trailer() + "\nOther: x")).contains(marker);
        assertThat(Marker.findAll((marker.text() + "\n").repeat(30))).hasSize(20);
        assertThat(Marker.find("<!-- krate:v1 run=run-1 effect=3 mac=" + marker.mac() + "0 -->"))
                .isEmpty();
    }

    @Test
    void aMarkerIsBoundToItsKeyRunAndEffect() {
        Marker marker = Marker.sign("run-1", 3, KEY);
        assertThat(marker.verify(KEY)).isTrue();
        assertThat(marker.verify(FOREIGN)).isFalse();
        assertThat(new Marker("run-1", 4, marker.mac()).verify(KEY)).isFalse();
        assertThat(new Marker("run-2", 3, marker.mac()).verify(KEY)).isFalse();
        assertThat(new Marker("run-1", 3, "0".repeat(64)).verify(KEY)).isFalse();
    }

    @Test
    void aMarkerIsOfOneRun() {
        assertThatThrownBy(() -> Marker.sign("run 1 -->", 0, KEY))
                .hasMessage("a marker needs a run's uid and an effect from 0 to 999999");
        assertThatThrownBy(() -> Marker.sign("run-1", -1, KEY)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Ancestry(OWN, -1, 0, List.of())).hasMessage("depths count from 0");
    }
}
