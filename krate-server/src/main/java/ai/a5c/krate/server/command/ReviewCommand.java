package ai.a5c.krate.server.command;

import ai.a5c.krate.digest.CanonicalJson;
import ai.a5c.krate.engine.RefusedException;
import ai.a5c.krate.engine.ReviewQuestion;
import ai.a5c.krate.registry.Documents;
import ai.a5c.krate.review.Decision;
import ai.a5c.krate.review.PermissionReview;
import ai.a5c.krate.review.ReviewRequest;
import ai.a5c.krate.validate.InvalidDocumentException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "review",
        mixinStandardHelpOptions = true,
        description = "Reviews whether an agent may do a piece of work, from resources in files, without a server.",
        footer = "Exit code 0: allowed; 1: denied, or a person must agree first; 2: the input makes no sense.")
final class ReviewCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private final OfflineOptions options = new OfflineOptions();

    @Option(
            names = "--request",
            paramLabel = "FILE",
            required = true,
            description =
                    "What is asked, in YAML or JSON: agentStack, and perhaps repository, branch, sha, actor, source,"
                            + " taskKind, runnerPool, trust and moment.")
    private Path request = Path.of(".");

    ReviewCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        return OfflineOptions.run(terminal, () -> {
            try (Offline offline = options.read()) {
                PermissionReview review =
                        offline.krate().reviews().review(offline.namespace(), question(offline), Set.of());
                show(review);
                return isAllowed(review.decision()) ? 0 : 1;
            }
        });
    }

    private boolean isAllowed(Decision decision) {
        return decision == Decision.ALLOWED || (options.allowApproval && decision == Decision.REQUIRES_APPROVAL);
    }

    private ReviewRequest question(Offline offline) {
        try {
            List<Map<String, Object>> documents = Documents.read(Manifest.bytes(request));
            if (documents.size() != 1) {
                throw new WrongInputException(
                        List.of("%s: expected one document, got %d".formatted(request, documents.size())));
            }
            return ReviewQuestion.read(
                    documents.get(0), offline.krate().resources().organizationOf(offline.namespace()), "krate review");
        } catch (InvalidDocumentException e) {
            throw WrongInputException.of(request.toString(), e);
        } catch (RefusedException e) {
            throw new WrongInputException(List.of("%s: %s".formatted(request, e.getMessage())));
        }
    }

    private void show(PermissionReview review) {
        if (options.format == OfflineOptions.Format.json) {
            terminal.line(CanonicalJson.text(review.snapshot()));
        } else {
            RehearsalText.review(review).forEach(terminal::line);
        }
    }
}
