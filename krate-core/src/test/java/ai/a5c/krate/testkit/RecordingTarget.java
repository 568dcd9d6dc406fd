package ai.a5c.krate.testkit;

import ai.a5c.krate.target.Mutation;
import ai.a5c.krate.target.TargetException;
import ai.a5c.krate.target.WriteBackTarget;
import ai.a5c.krate.target.Written;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A remote side in memory that remembers effects by their marker and fails when it is told to. */
public final class RecordingTarget implements WriteBackTarget {

    private final Set<String> actions;
    private final Map<String, Mutation> effects = new LinkedHashMap<>();
    private final List<Mutation> writes = new ArrayList<>();
    private final Map<Integer, Fault> faults = new HashMap<>();
    private int finds;

    public RecordingTarget(String... actions) {
        this.actions = Set.of(actions);
    }

    /** What goes wrong in a write. */
    public enum Fault {
        /** The remote side cannot be reached; nothing happens. */
        UNREACHABLE_BEFORE,
        /** The effect is there, and the answer is lost. */
        LOST_AFTER,
        /** The remote side refuses for good. */
        FORBIDDEN,
        /** The remote side is like that already. */
        NO_CHANGE
    }

    /** Lets the {@code number}th write, counted from 1, fail so. */
    public synchronized RecordingTarget failing(int number, Fault fault) {
        faults.put(number, fault);
        return this;
    }

    @Override
    public Set<String> actions() {
        return actions;
    }

    @Override
    public synchronized Optional<Written> find(Mutation mutation) {
        finds++;
        return Optional.ofNullable(effects.get(mutation.marker())).map(RecordingTarget::written);
    }

    @Override
    public synchronized Written write(Mutation mutation) {
        writes.add(mutation);
        Fault fault = faults.get(writes.size());
        if (fault == Fault.UNREACHABLE_BEFORE) {
            throw new TargetException("Unreachable", "the recording target was told to be unreachable", true);
        }
        if (fault == Fault.FORBIDDEN) {
            throw new TargetException("Forbidden", "the recording target was told to forbid this", false);
        }
        if (effects.putIfAbsent(mutation.marker(), mutation) != null) {
            throw new TargetException("AlreadyWritten", "this marker was written before; look first", false);
        }
        if (fault == Fault.LOST_AFTER) {
            throw new TargetException("Unreachable", "the recording target was told to lose its answer", true);
        }
        return written(mutation);
    }

    /** The effects on the remote side, oldest first. */
    public synchronized List<Mutation> effects() {
        return List.copyOf(effects.values());
    }

    /** Every write that was tried, also those that failed. */
    public synchronized List<Mutation> writes() {
        return List.copyOf(writes);
    }

    /** How often somebody looked. */
    public synchronized int finds() {
        return finds;
    }

    private static Written written(Mutation mutation) {
        return new Written("effect-of-" + mutation.marker(), "");
    }
}
