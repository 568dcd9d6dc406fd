package ai.a5c.krate.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.a5c.krate.target.Mutation;
import ai.a5c.krate.target.TargetException;
import ai.a5c.krate.target.WriteBackTarget;
import ai.a5c.krate.testkit.RecordingTarget.Fault;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecordingTargetTest implements WriteBackTargetContract {

    private final RecordingTarget target = new RecordingTarget("issue-comment");

    @Override
    public WriteBackTarget target() {
        return target;
    }

    @Override
    public Mutation mutation(String marker) {
        return new Mutation("issue-comment", "acme", "app", "7", "hello", marker, Map.of());
    }

    @Override
    public int effects() {
        return target.effects().size();
    }

    @Test
    void aFaultBeforeActingLeavesNothing() {
        target.failing(1, Fault.UNREACHABLE_BEFORE);
        assertThat(refusal().isTransient()).isTrue();
        assertThat(target.find(mutation("marker-1"))).isEmpty();
        assertThat(target.write(mutation("marker-1")).remoteId()).isEqualTo("effect-of-marker-1");
    }

    @Test
    void aFaultAfterActingLeavesAnEffectThatIsFound() {
        target.failing(1, Fault.LOST_AFTER);
        assertThat(refusal().isTransient()).isTrue();
        assertThat(target.find(mutation("marker-1"))).isPresent();
        assertThat(target.writes()).hasSize(1);
        assertThat(target.finds()).isEqualTo(1);
    }

    @Test
    void aForbiddenWriteIsRefusedForGood() {
        target.failing(1, Fault.FORBIDDEN);
        assertThat(refusal().isTransient()).isFalse();
        assertThat(target.effects()).isEmpty();
    }

    private TargetException refusal() {
        return catchThrowableOfType(TargetException.class, () -> target.write(mutation("marker-1")));
    }
}
