package ai.a5c.krate.dispatch;

import java.util.List;

/**
 * What waits and what was started, in any order.
 *
 * @param waiting of each work item, stack and pool the oldest is enough for {@link FairShare#next}
 * @param started every active attempt; those that ended lately make turns fair where little can run at once
 */
public record Queue(List<QueuedAttempt> waiting, List<StartedAttempt> started) {

    public Queue {
        waiting = List.copyOf(waiting);
        started = List.copyOf(started);
    }
}
