package ai.a5c.krate.runtime.process;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The attachments to the sessions that were read last, which know what stands before the place they read at. */
final class Attachments {

    private static final int MOST = 256;

    private final Map<SessionDirectory, Attachment> latest = new LinkedHashMap<>(16, 0.75f, true);

    /** The attachment to a session whose adapter is known. */
    synchronized Optional<Attachment> of(SessionDirectory directory) {
        Attachment known = latest.get(directory);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<Attachment> made = directory.adapter().map(adapter -> new Attachment(directory, adapter));
        made.ifPresent(attachment -> latest.put(directory, attachment));
        if (latest.size() > MOST) {
            latest.remove(latest.keySet().iterator().next());
        }
        return made;
    }

    synchronized void forget(SessionDirectory directory) {
        latest.remove(directory);
    }
}
