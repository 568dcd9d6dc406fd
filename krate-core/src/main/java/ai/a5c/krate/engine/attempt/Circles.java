package ai.a5c.krate.engine.attempt;

import ai.a5c.krate.digest.Digest;
import ai.a5c.krate.dispatch.Breakers;
import ai.a5c.krate.kind.execution.AttemptProgress;
import ai.a5c.krate.kind.execution.AttemptProgress.LastCall;
import ai.a5c.krate.runtime.AgentEvent;
import ai.a5c.krate.runtime.Detail;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Counts calls that an agent makes over and over; the count is stored with the cursor, so that a take-over keeps it. */
final class Circles {

    private Circles() {}

    /** {@code before} after what was {@code told}; calls of subagents' lanes are their own affair. */
    static LastCall after(LastCall before, List<Utterance> told, UnaryOperator<String> named) {
        LastCall last = before;
        for (Utterance one : told) {
            boolean counts = one.event().type() == AgentEvent.Type.TOOL_CALL
                    && !one.event().details().containsKey(Detail.LANE);
            if (counts && tripped(last).isEmpty()) {
                String tool = named.apply(one.event().details().getOrDefault(Detail.TOOL, ""));
                String digest = Digest.of(tool + " " + one.text()).text();
                last = new LastCall(tool, digest, digest.equals(last.digest()) ? last.times() + 1 : 1);
            }
        }
        return last;
    }

    /** The reason to end the agent, if it goes in circles. */
    static Optional<Stop> found(AttemptProgress progress) {
        return tripped(progress.lastCall()).map(one -> new Stop(one.code(), one.message()));
    }

    private static Optional<Breakers.Tripped> tripped(LastCall last) {
        return Breakers.repeated(last.tool().isEmpty() ? "a tool" : last.tool(), last.times());
    }
}
