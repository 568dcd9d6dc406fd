package ai.a5c.krate.work;

import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/**
 * Has one of all servers that share a store look at a topic when its time comes, so that not each of them has to ask.
 *
 * <p>An alarm owns nothing: what is to be done is in the store, and whoever loses an alarm finds it there later.
 */
public interface Alarms extends AutoCloseable {

    /** Never rings; each server looks for itself. */
    Alarms NONE = new Alarms() {
        @Override
        public boolean start(List<String> topics, Function<String, Instant> ring) {
            return false;
        }

        @Override
        public void close() {}
    };

    /**
     * Begins to ring {@code topics}, on some thread of some server, each soon and then when {@code ring} says.
     *
     * @param ring has a topic looked at, and says when to ring it next
     * @return whether it rings at all
     */
    boolean start(List<String> topics, Function<String, Instant> ring);

    @Override
    void close();
}
