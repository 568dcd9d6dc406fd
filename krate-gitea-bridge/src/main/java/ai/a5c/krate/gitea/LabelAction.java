package ai.a5c.krate.gitea;

import ai.a5c.krate.gitea.Errand.Wish;
import ai.a5c.krate.gitea.client.Label;
import ai.a5c.krate.gitea.client.LabelIds;
import ai.a5c.krate.gitea.client.LabelText;
import ai.a5c.krate.target.Mutation;
import ai.a5c.krate.target.Written;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Labels put on and taken off issues and pull requests; done if it has those that it should and none that it should not.
 *
 * <p>Labels are told to the forge by id, which every version takes.
 */
final class LabelAction implements TargetAction {

    private static final Pattern COLOR = Pattern.compile("#[0-9a-fA-F]{6}");
    private static final String GREY = "#ededed";

    private final Errands errands;

    LabelAction(Errands errands) {
        this.errands = errands;
    }

    @Override
    public Set<String> actions() {
        return Set.of("label");
    }

    @Override
    public Optional<Written> find(Mutation mutation) {
        LabelChanges changes = LabelChanges.of(mutation.content());
        long number = Wanted.number(mutation);
        Errand errand = errand(mutation, number);
        Set<String> now = on(errand, number).stream().map(Label::getName).collect(Collectors.toSet());
        return changes.areDone(now) ? Optional.of(written(errand, number, changes)) : Optional.empty();
    }

    @Override
    public Written write(Mutation mutation) {
        LabelChanges changes = LabelChanges.of(mutation.content());
        long number = Wanted.number(mutation);
        Errand errand = errand(mutation, number);
        List<Label> now = on(errand, number);
        Set<String> has = now.stream().map(Label::getName).collect(Collectors.toSet());
        List<String> missing =
                changes.add().stream().filter(name -> !has.contains(name)).toList();
        if (!missing.isEmpty()) {
            LabelIds ids = new LabelIds().labels(ids(mutation, errand, missing));
            errand.call(api -> api.addLabels(errand.owner(), errand.name(), number, ids));
        }
        now.stream()
                .filter(label -> changes.remove().contains(label.getName()))
                .forEach(label -> remove(errand, number, label));
        return written(errand, number, changes);
    }

    private Errand errand(Mutation mutation, long number) {
        return errands.begin(mutation, new Wish("#" + number, "label", "write:issue and read:user"));
    }

    private static Written written(Errand errand, long number, LabelChanges changes) {
        return new Written("%d/%s".formatted(number, changes.told()), errand.url("issues/" + number));
    }

    private static List<Label> on(Errand errand, long number) {
        return errand
                .call(api -> Optional.ofNullable(api.issueLabels(errand.owner(), errand.name(), number)))
                .orElse(List.of())
                .stream()
                .filter(label -> label != null && label.getName() != null)
                .toList();
    }

    private static void remove(Errand errand, long number, Label label) {
        errand.look(api -> {
            api.removeLabel(errand.owner(), errand.name(), number, errand.present(label.getId(), "a label has no id"));
            return true;
        });
    }

    private static List<Long> ids(Mutation mutation, Errand errand, List<String> names) {
        List<Label> known = new LabelBook(errand).named(Set.copyOf(names));
        List<Long> ids = new ArrayList<>();
        for (String name : names) {
            ids.add(known.stream()
                    .filter(label -> name.equals(label.getName()) && label.getId() != null)
                    .map(Label::getId)
                    .findFirst()
                    .orElseGet(() -> make(mutation, errand, name)));
        }
        return ids;
    }

    private static Long make(Mutation mutation, Errand errand, String name) {
        if (!Wanted.parameter(mutation, "create", "false").equals("true")) {
            throw Errand.failure(
                    "NoSuchLabel",
                    "%s has no label '%s', nor has its owner: make it there, or let Krate make it"
                            .formatted(errand.repository(), name));
        }
        String color = Wanted.parameter(mutation, "color", GREY);
        if (!COLOR.matcher(color).matches()) {
            throw Errand.failure("Malformed", "'%s' is no colour such as #ededed".formatted(Wording.line(color)));
        }
        LabelText text = new LabelText().name(name).color(color);
        Label made = errand.call(api -> api.createLabel(errand.owner(), errand.name(), text));
        return errand.present(made.getId(), "the forge names no label that it made");
    }
}
