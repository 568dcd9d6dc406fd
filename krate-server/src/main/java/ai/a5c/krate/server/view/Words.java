package ai.a5c.krate.server.view;

import ai.a5c.krate.kind.identity.Subject;
import ai.a5c.krate.resource.Resource;
import java.util.Locale;

/** Constants, references and subjects as people write them. */
public final class Words {

    private Words() {}

    /** A constant in lower case with {@code -}. */
    public static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** A resource as {@code Kind/name}. */
    static String ref(Resource resource) {
        return resource.key().kind() + "/" + resource.metadata().name();
    }

    /** A subject as {@code kind/name}, with the only stack that it counts for. */
    static String subject(Subject subject) {
        String plain = of(subject.kind()) + "/" + subject.name();
        return subject.stackRef().isEmpty() ? plain : plain + " of agent-stack/" + subject.stackRef();
    }
}
