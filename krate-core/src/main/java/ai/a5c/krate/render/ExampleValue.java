package ai.a5c.krate.render;

import ai.a5c.krate.registry.Schema;
import ai.a5c.krate.registry.Schema.Choice;
import ai.a5c.krate.registry.Schema.Property;
import ai.a5c.krate.registry.Schema.Text;
import ai.a5c.krate.resource.Form;

/**
 * The example of a field that holds one value.
 *
 * @param place the kind and the objects around the field, as in {@code AgentStack.runtimeIdentity}
 */
record ExampleValue(Property property, String place) {

    Object of(Schema schema) {
        if (schema instanceof Choice choice) {
            return choice(choice);
        }
        if (schema instanceof Text text) {
            return text(text.form());
        }
        if (schema instanceof Schema.Flag) {
            return !property.name().startsWith("allow");
        }
        if (schema instanceof Schema.Time) {
            return property.name().equals("expiresAt") ? "2030-01-31T12:00:00Z" : "2026-01-31T12:00:00Z";
        }
        if (schema instanceof Schema.Anything) {
            return "anything";
        }
        return number(schema);
    }

    private Object number(Schema schema) {
        Object number = property.defaultValue()
                .filter(value -> !value.equals(0L) && !value.equals(0.0))
                .orElseGet(
                        () -> Math.min(property.max(), Math.max(ExampleNumbers.of(property.name()), property.min())));
        return schema instanceof Schema.Decimal && number instanceof Long whole ? (Object) whole.doubleValue() : number;
    }

    private String choice(Choice choice) {
        String wanted = ExampleTexts.choice(place, property.name());
        return choice.words().contains(wanted)
                ? wanted
                : property.defaultValue()
                        .map(String::valueOf)
                        .orElse(choice.words().get(0));
    }

    private String text(Form form) {
        if (!property.ref().isEmpty()) {
            return ExampleNames.of(property.ref());
        }
        return ExampleTexts.text(place, property.name())
                .or(() -> property.defaultValue().map(String::valueOf))
                .orElseGet(() -> byForm(form));
    }

    private String byForm(Form form) {
        return switch (form) {
            case TEXT, NAME -> ExampleNames.dashed(property.name().replaceFirst("(Refs?|s)$", ""));
            case GLOB -> "acme/*";
            case TEMPLATE -> "Look at {{ repository }}, {{ workItem }}.";
            case DURATION -> "30m";
            case URL -> "https://gitea.example.com/acme/app";
            case DIGEST -> "sha256:" + "0a".repeat(32);
            case CRON -> "0 6 * * 1-5";
            case TIME_ZONE -> "Europe/Berlin";
            case PATH -> "docs/guide.md";
            case COMMIT -> "0a".repeat(20);
            case HOST -> "gitea.example.com";
            case RATE -> "20/h";
        };
    }
}
