package ai.a5c.krate.gitea;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.event.SourceEvent;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Order and duplicates as a real Gitea sends them. */
class OneRequestTest {

    private final GiteaSource source = new GiteaSource();

    @Test
    void anIssueOpenedWithAssigneeAndLabelAsksOnceThoughThreeDeliveriesTellOfIt() {
        List<SourceEvent> events = Stream.of("0003", "0004", "0005")
                .map(Capture::number)
                .map(capture ->
                        capture.delivery(capture.body().replace("\"body\": \"plain\"", "\"body\": \"@claude fix\"")))
                .map(delivery -> source.read(delivery).event().orElseThrow())
                .toList();
        assertThat(events)
                .extracting(SourceEvent::type)
                .containsExactly("issues.assigned", "issues.opened", "issues.label_updated");
        assertThat(events).extracting(SourceEvent::uid).doesNotHaveDuplicates();
        assertThat(events).extracting(SourceEvent::mentions).containsExactly(List.of(), List.of("@claude"), List.of());
        assertThat(events)
                .extracting(event -> event.workItem().orElseThrow().id())
                .containsOnly("issue/2");
    }

    @Test
    void aPullRequestThatIsToldOfBeforeItsBranchSaysAllThatIsNeeded() {
        SourceEvent opened = read("0029");
        SourceEvent pushed = read("0031");
        assertThat(opened.sha()).isPresent().isEqualTo(pushed.sha());
        assertThat(opened.branch()).isEqualTo(pushed.branch());
        assertThat(opened.fork()).isFalse();
        assertThat(source.read(Capture.number("0030").delivery()).event()).isEmpty();
    }

    @Test
    void aSynchronizationWithoutANewHeadSaysNothingNew() {
        SourceEvent opened = read("0029");
        SourceEvent spurious = read("0032");
        assertThat(spurious.sha()).isEqualTo(opened.sha());
        assertThat(spurious.uid()).isNotEqualTo(opened.uid());
        assertThat(spurious.text().trigger()).isEmpty();
        assertThat(spurious.mentions()).isEmpty();
    }

    @Test
    void theReplayButtonTellsOfTheSameEventUnderAnotherDelivery() {
        for (Capture capture : Capture.all()) {
            Capture replayed = capture.with("x-gitea-delivery", "0f0a4c5e-0000-4000-8000-000000000001");
            assertThat(source.read(replayed.delivery()).event().map(SourceEvent::uid))
                    .isEqualTo(source.read(capture.delivery()).event().map(SourceEvent::uid));
        }
    }

    @Test
    void theSameWordsAnEditLaterAreAnotherEvent() {
        Capture comment = Capture.number("0006");
        String later = comment.body().replace("2026-11-22T15:01:41Z", "2026-11-22T15:01:42Z");
        assertThat(later).isNotEqualTo(comment.body());
        assertThat(source.read(comment.delivery(later)).event().orElseThrow().uid())
                .isNotEqualTo(read("0006").uid());
    }

    @Test
    void aDeletedCommentAsksForNothing() {
        SourceEvent deleted = read("0011");
        assertThat(deleted.type()).isEqualTo("issue_comment.deleted");
        assertThat(deleted.text().trigger()).isEmpty();
    }

    private SourceEvent read(String number) {
        return source.read(Capture.number(number).delivery()).event().orElseThrow();
    }
}
