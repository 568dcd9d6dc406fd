package ai.a5c.krate.server.command;

import ai.a5c.krate.match.NearestName;
import ai.a5c.krate.registry.Kind;
import ai.a5c.krate.render.Explanation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        description = "Describes a kind or one of its fields; asks no server.")
final class ExplainCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(
            arity = "1",
            paramLabel = "KIND[.FIELD...]",
            hideParamSyntax = true,
            description = "Such as agentstack.spec.limits.")
    private final List<String> words = new ArrayList<>();

    @Option(names = "--recursive", description = "Only the names of all fields below, with what they hold.")
    private boolean recursive;

    ExplainCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        String subject = words.get(0);
        int dot = subject.indexOf('.');
        Kind kind = Face.kind(dot < 0 ? subject : subject.substring(0, dot));
        String path = dot < 0 ? "" : subject.substring(dot + 1);
        terminal.line(Explanation.of(kind, path, recursive)
                .orElseThrow(() -> unknown(kind, path))
                .stripTrailing());
        return 0;
    }

    private static CommandException unknown(Kind kind, String path) {
        String known = "";
        for (String step : path.split("\\.", -1)) {
            String next = known.isEmpty() ? step : known + "." + step;
            List<String> names = Explanation.members(kind, known);
            if (!names.contains(step)) {
                return new CommandException(
                        "%s has no field '%s'%s".formatted(kind.name(), path, NearestName.hint(step, names)));
            }
            known = next;
        }
        return new CommandException("%s has no field '%s'".formatted(kind.name(), path));
    }
}
