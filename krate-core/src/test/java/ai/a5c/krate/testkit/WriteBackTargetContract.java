package ai.a5c.krate.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.target.Mutation;
import ai.a5c.krate.target.TargetException;
import ai.a5c.krate.target.WriteBackTarget;
import ai.a5c.krate.target.Written;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every target promises: an effect is found under its marker, and one marker never leaves two effects. */
public interface WriteBackTargetContract {

    /** The target under test; twice the same one within a test. */
    WriteBackTarget target();

    /** A mutation that the target can perform now, with this marker. */
    Mutation mutation(String marker);

    /** How many effects there are on the remote side. */
    int effects();

    @Test
    default void theMutationsActionIsOneOfTheTargets() {
        assertThat(target().actions()).contains(mutation("marker-1").action());
    }

    @Test
    default void nothingIsFoundBeforeItIsWritten() {
        assertThat(target().find(mutation("marker-1"))).isEmpty();
        assertThat(effects()).isZero();
    }

    @Test
    default void whatWasWrittenIsFoundUnderItsMarker() {
        Written written = target().write(mutation("marker-1"));
        assertThat(written.remoteId()).isNotBlank();
        assertThat(target().find(mutation("marker-1")).map(Written::remoteId)).contains(written.remoteId());
        assertThat(effects()).isEqualTo(1);
    }

    @Test
    default void oneMarkerNeverLeavesTwoEffects() {
        Written first = target().write(mutation("marker-1"));
        Optional<TargetException> refusal = tryAgain(mutation("marker-1"));
        assertThat(refusal.map(TargetException::isTransient)).isNotEqualTo(Optional.of(true));
        assertThat(effects()).isEqualTo(1);
        assertThat(target().find(mutation("marker-1")).map(Written::remoteId)).contains(first.remoteId());
    }

    @Test
    default void anotherMarkerIsAnotherEffect() {
        target().write(mutation("marker-1"));
        assertThat(target().find(mutation("marker-2"))).isEmpty();
        target().write(mutation("marker-2"));
        assertThat(effects()).isEqualTo(2);
        assertThat(target().find(mutation("marker-1"))).isPresent();
    }

    @Test
    default void aMarkerIsNotFoundByItsBeginning() {
        target().write(mutation("marker-11"));
        assertThat(target().find(mutation("marker-1"))).isEmpty();
    }

    private Optional<TargetException> tryAgain(Mutation mutation) {
        try {
            target().write(mutation);
            return Optional.empty();
        } catch (TargetException e) {
            return Optional.of(e);
        }
    }
}
