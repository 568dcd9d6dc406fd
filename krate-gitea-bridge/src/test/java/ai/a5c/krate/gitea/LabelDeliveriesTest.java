package ai.a5c.krate.gitea;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.source.ForgeSource.Reading;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LabelDeliveriesTest {

    private final GiteaSource source = new GiteaSource();

    /** Capture 0037 still lists agent:claude, which was taken away. */
    @ParameterizedTest
    @ValueSource(strings = {"0015", "0037"})
    void noLabelIsLeftWhereAllWereTakenAway(String number) {
        assertThat(read(Capture.number(number)).labels()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0012", "0036"})
    void whereLabelsWereOnlyTakenAwayNobodyAskedForAnything(String number) {
        assertThat(changed(number, "[{\"name\":\"bug\"}]", "[]").reason())
                .isEqualTo("labels were only taken away, which starts nothing");
        assertThat(changed(number, "[{\"name\":\"bug\"}]", "null").reason())
                .isEqualTo("labels were only taken away, which starts nothing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0012", "0036"})
    void aLabelThatWasAddedCountsWhateverWasTakenAway(String number) {
        Reading reading = changed(number, "[{\"name\":\"bug\"}]", "[{\"name\":\"agent:claude\"}]");
        assertThat(reading.event().orElseThrow().labels()).containsExactly("agent:claude");
        assertThat(changed(number, "[]", "[]").event()).isPresent();
    }

    @Test
    void anEditThatTellsOfLabelsTooIsAnEdit() {
        Capture edited = Capture.number("0020");
        String body =
                edited.body().replaceFirst("\"changes\": \\{", "\"changes\": {\"removed_labels\": [{\"name\":\"x\"}],");
        assertThat(body).isNotEqualTo(edited.body());
        assertThat(source.read(edited.delivery(body)).event()).isPresent();
    }

    private Reading changed(String number, String removed, String added) {
        Capture capture = Capture.number(number);
        String changes = "{\"changes\": {\"removed_labels\": %s, \"added_labels\": %s},".formatted(removed, added);
        return source.read(capture.delivery(capture.body().replaceFirst("\\{", changes)));
    }

    private SourceEvent read(Capture capture) {
        return source.read(capture.delivery()).event().orElseThrow();
    }
}
