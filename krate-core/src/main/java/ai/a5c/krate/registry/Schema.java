package ai.a5c.krate.registry;

import ai.a5c.krate.resource.Form;
import java.util.List;
import java.util.Optional;

/** What may stand at a place of a document; read from the records of the kinds by {@link SchemaReader}. */
public sealed interface Schema {

    /** A word for people: {@code text}, {@code a list}. */
    String noun();

    /** Text of a form. */
    record Text(Form form) implements Schema {
        @Override
        public String noun() {
            return "text";
        }
    }

    /** True or false. */
    record Flag() implements Schema {
        @Override
        public String noun() {
            return "true or false";
        }
    }

    /** A whole number. */
    record Whole() implements Schema {
        @Override
        public String noun() {
            return "a whole number";
        }
    }

    /** Any number. */
    record Decimal() implements Schema {
        @Override
        public String noun() {
            return "a number";
        }
    }

    /** An instant such as {@code 2026-01-31T12:00:00Z}. */
    record Time() implements Schema {
        @Override
        public String noun() {
            return "a time such as 2026-01-31T12:00:00Z";
        }
    }

    /** Any JSON value. */
    record Anything() implements Schema {
        @Override
        public String noun() {
            return "any value";
        }
    }

    /** One of some words. */
    record Choice(List<String> words) implements Schema {
        public Choice {
            words = List.copyOf(words);
        }

        @Override
        public String noun() {
            return "one of " + String.join(", ", words);
        }
    }

    /** A list. */
    record ListOf(Schema items) implements Schema {
        @Override
        public String noun() {
            return "a list";
        }
    }

    /** A map from text. */
    record MapOf(Schema values) implements Schema {
        @Override
        public String noun() {
            return "an object";
        }
    }

    /** An object with known members and what must hold between them. */
    record ObjectOf(List<Property> properties, List<Constraint> constraints) implements Schema {
        public ObjectOf {
            properties = List.copyOf(properties);
            constraints = List.copyOf(constraints);
        }

        @Override
        public String noun() {
            return "an object";
        }

        /** The member of that name. */
        public Optional<Property> property(String name) {
            return properties.stream()
                    .filter(property -> property.name().equals(name))
                    .findFirst();
        }
    }

    /**
     * A member of an object.
     *
     * @param ref the kind that the text names, or empty
     * @param def the value of an absent member in JSON's spelling, or empty for none
     * @param min the smallest number allowed
     * @param max the largest number allowed
     * @param listKey the member that tells a list's objects apart, or empty for a list that is written as a whole
     */
    record Property(
            String name,
            Schema schema,
            String doc,
            boolean required,
            String def,
            String ref,
            boolean immutable,
            boolean indexed,
            long min,
            long max,
            String listKey) {

        /** What an absent member means. */
        public Optional<Object> defaultValue() {
            return def.isEmpty() ? Optional.empty() : Optional.of(Defaults.parsed(this));
        }

        /** A member without description. */
        static Property plain(String name, Schema schema, boolean required) {
            return new Property(name, schema, "", required, "", "", false, false, Long.MIN_VALUE, Long.MAX_VALUE, "");
        }
    }
}
