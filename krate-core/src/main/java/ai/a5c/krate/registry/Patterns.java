package ai.a5c.krate.registry;

import ai.a5c.krate.event.EventFields;
import ai.a5c.krate.match.Glob;
import ai.a5c.krate.match.InvalidTemplateException;
import ai.a5c.krate.match.Template;
import java.util.Objects;
import java.util.Optional;

/** Says what is wrong with globs and templates, by compiling them. */
final class Patterns {

    private Patterns() {}

    static Optional<String> globFault(String text) {
        try {
            Glob.of(text);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(Quoted.words(Objects.requireNonNullElse(e.getMessage(), "no glob")));
        }
    }

    static Optional<String> templateFault(String text) {
        try {
            Template.parse(text, EventFields.NAMES);
            return Optional.empty();
        } catch (InvalidTemplateException e) {
            return Optional.of(Quoted.words(Objects.requireNonNullElse(e.getMessage(), "no template")));
        }
    }
}
