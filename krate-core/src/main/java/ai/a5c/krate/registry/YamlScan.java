package ai.a5c.krate.registry;

import ai.a5c.krate.validate.Faults;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;

/** Walks over YAML text without building anything, to see that it can be built safely. */
final class YamlScan {

    static final int MAX_DEPTH = 50;

    private static final int MAX_ALIASES = 100;
    private static final String CORE = "tag:yaml.org,2002:";
    private static final Set<String> TAGS = Set.of("str", "int", "float", "bool", "null", "map", "seq", "!");

    static final LoadSettings SETTINGS = LoadSettings.builder()
            .setAllowDuplicateKeys(false)
            .setMaxAliasesForCollections(MAX_ALIASES)
            .setCodePointLimit(Documents.MAX_BYTES)
            .build();

    private int depth;
    private int aliases;

    private YamlScan() {}

    /** Whether {@code text} can be built; the first reason why not is noted. */
    static boolean of(String text, Faults faults) {
        YamlScan scan = new YamlScan();
        for (Event event : new Parse(SETTINGS).parseString(text)) {
            Optional<String> fault = scan.fault(event);
            if (fault.isPresent()) {
                faults.at("$", fault.get() + place(event.getStartMark()));
                return false;
            }
        }
        return true;
    }

    /** A place for the end of a message; empty if there is none. */
    static String place(Optional<Mark> mark) {
        return mark.map(at -> " at line %d, column %d".formatted(at.getLine() + 1, at.getColumn() + 1))
                .orElse("");
    }

    private Optional<String> fault(Event event) {
        if (event instanceof CollectionStartEvent start) {
            return ++depth > MAX_DEPTH
                    ? Optional.of("the text nests deeper than %d levels".formatted(MAX_DEPTH))
                    : tagFault(start.getTag());
        }
        if (event instanceof CollectionEndEvent) {
            depth--;
        } else if (event instanceof AliasEvent && ++aliases > MAX_ALIASES) {
            return Optional.of("the text has more than %d aliases".formatted(MAX_ALIASES));
        }
        return event instanceof ScalarEvent scalar ? tagFault(scalar.getTag()) : Optional.empty();
    }

    private static Optional<String> tagFault(Optional<String> tag) {
        return tag.map(name -> name.startsWith(CORE) ? name.substring(CORE.length()) : name)
                .filter(name -> !TAGS.contains(name))
                .map(name -> "the tag %s is not allowed".formatted(Quoted.of(name)));
    }
}
