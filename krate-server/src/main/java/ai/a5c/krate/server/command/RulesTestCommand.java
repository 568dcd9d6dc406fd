package ai.a5c.krate.server.command;

import ai.a5c.krate.engine.RefusedException;
import ai.a5c.krate.engine.rehearsal.Occasion;
import ai.a5c.krate.engine.rehearsal.Occasions;
import ai.a5c.krate.engine.rehearsal.Rehearsed;
import ai.a5c.krate.engine.rehearsal.Rehearsed.Outcome;
import ai.a5c.krate.engine.rehearsal.RuleRehearsal;
import ai.a5c.krate.kind.agents.AgentTriggerRule;
import ai.a5c.krate.store.Query;
import ai.a5c.krate.validate.InvalidDocumentException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "test",
        mixinStandardHelpOptions = true,
        description = "Tries rules in files on an event, without a server: what would come of it, and why.",
        footer = {
            "Exit code 0: a rule starts work, or joins some; 1: none does, or a person must agree first; 2: the input makes no",
            "sense. Of one rule the answer is a server's; of several it is {\"items\": [...]}, one for each."
        })
final class RulesTestCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private final OfflineOptions options = new OfflineOptions();

    @Mixin
    private final EventOptions event = new EventOptions();

    @Option(names = "--rule", paramLabel = "RULE", description = "Only this rule.")
    private Optional<String> rule = Optional.empty();

    RulesTestCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        return OfflineOptions.run(terminal, () -> {
            try (Offline offline = options.read()) {
                List<Rehearsed> answers = answers(offline);
                show(answers);
                return answers.stream().anyMatch(answer -> isAllowed(answer.outcome())) ? 0 : 1;
            }
        });
    }

    private boolean isAllowed(Outcome outcome) {
        return outcome.allowed() || (options.allowApproval && outcome == Outcome.ASK);
    }

    private List<Rehearsed> answers(Offline offline) {
        List<AgentTriggerRule> rules =
                offline.krate().resources().list(Query.of("AgentTriggerRule", offline.namespace())).items().stream()
                        .map(AgentTriggerRule.class::cast)
                        .filter(one -> rule.isEmpty()
                                || rule.get().equals(one.metadata().name()))
                        .toList();
        if (rules.isEmpty()) {
            throw new WrongInputException(
                    List.of(rule.map("there is no AgentTriggerRule '%s' among the documents"::formatted)
                            .orElse("there is no AgentTriggerRule among the documents")));
        }
        RuleRehearsal rehearsal = offline.krate().rehearsal();
        String source = event.event.map(Path::toString).orElse("the event");
        try {
            Occasion occasion = Occasions.read(event.body(), rehearsal.organization(offline.namespace()));
            return rules.stream()
                    .map(one -> rehearsal.rehearse(offline.namespace(), one, occasion))
                    .toList();
        } catch (InvalidDocumentException e) {
            throw WrongInputException.of(source, e);
        } catch (RefusedException e) {
            throw new WrongInputException(List.of("%s: %s".formatted(source, e.getMessage())));
        }
    }

    private void show(List<Rehearsed> answers) {
        List<Map<String, Object>> trees =
                answers.stream().map(Rehearsed::toTree).toList();
        if (options.format == OfflineOptions.Format.json) {
            terminal.line(Output.json(trees.size() == 1 ? trees.get(0) : Map.of("items", trees)));
        } else {
            trees.forEach(tree -> RehearsalText.dryRun(tree).forEach(terminal::line));
        }
    }
}
